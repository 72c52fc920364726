cause=drop.netfilter

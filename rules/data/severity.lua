-- From which share on a loss matters, by class.
--
-- fault: something ran over its limit or broke. One packet in 10,000 already costs TCP a visible part
--   of its throughput on a data-centre path (a tail of 0.01 % of packets was measured at 20 to 40 %).
-- decision: somebody decided so, or the sender asked for something that is not there. Every
--   Internet-facing firewall and every port scan makes some of these; they matter when they are a
--   visible part of the traffic, or when the question names that very traffic. What a rule of them calls
--   mild (multicast at a firewall, VLANs of others on a trunk) is never abnormal.
-- floor: below this many packets a share means nothing.

return {
  fault    = { attention = 0.0001, abnormal = 0.001 },
  decision = { attention = 0.01, abnormal = 0.1 },
  floor    = 10,
}

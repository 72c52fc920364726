-- How addresses are written.

local address = {}

-- With its port, as the field writes it: an IPv6 address needs brackets (RFC 5952, section 6). nil
-- without an address.
function address.with_port(text, port, family)
  if not text or text == "" then return nil end
  return (family == "ipv6" and "[%s]:%s" or "%s:%s"):format(text, tostring(port))
end

return address

-- When the idle state of a CPU is what delays a thread. A published case had workers wait 87 us where
-- 11 us are usual, because their CPUs slept in a state that takes 290 us to leave; one of 1 us is fine.

return {
  latency = 100,    -- us to leave; a state below cannot delay a packet by what would be noticed
  wait = { attention = 50, abnormal = 100 }, -- us until a woken thread runs, on average
  slices = 1000,    -- wake-ups that the average is taken from
  idle = 0.5,       -- of the CPU: with less, it is other work that is waited for
  entered = 0.1,    -- of the wake-ups: the state was entered at least that often
}

-- Inside a guest: from where on its end of the virtio-net queues is at fault.

return {
  -- Below these a share means nothing.
  least = { polls = 1000, interrupts = 1000, packets = 1000, looks = 2 },

  unhandled = {
    -- IRQ_NONE of a line's interrupts. 5 to 8 % were measured in guests that were well (what one
    -- poll took needs no interrupt any more), 10 to 20 % in one whose lines the kernel disabled.
    attention = 0.10,
    -- Unhandled ones in a row, no two more than 0.1 s apart: the kernel disables a line at 99,900 of
    -- 100,000, and one that is well never comes near a hundredth of it.
    in_a_row = 1000,
    -- Interrupts of the other queues in the window, from which on one that had none is not just idle.
    peers = 100,
  },

  busy = {
    share = 0.5,      -- of a queue's polls by busy polling: it has taken the place of interrupts
    unhandled = 0.01, -- IRQ_NONE of its interrupts: with busy polling off 0.5 % were left
    least = 10,       -- unhandled ones in the window
  },

  -- Of a queue's polls that took all they might. 30 to 50 % were measured in a guest that was well.
  -- Four of five means that the ring is hardly ever found empty: more comes than is taken.
  exhausted = 0.8,

  affinity = {
    one_cpu = 0.9, -- of the interrupts of a device's receive queues on one CPU
    softirq = 0.3, -- of that CPU in softirqs and interrupts: other work is kept waiting
    idle = 0.3,    -- of another CPU: it could have taken a part
  },

  coalescing = {
    packets = 2,     -- per interrupt: below, nearly every packet makes one of its own
    per_s = 10000,   -- of one queue: at 2 to 5 us each for leaving and entering the guest, a visible
                     -- part (2 to 5 %) of a CPU
  },
}

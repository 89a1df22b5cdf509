// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import org.packetloom.message.*;

final class CpuProbe {
  static long count;

  public static void main(String[] a) throws Exception {
    int size = Integer.parseInt(a[0]);
    var bean =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    for (Delivery d :
        new Delivery[] {
          Delivery.UNRELIABLE, Delivery.RELIABLE_ORDERED, Delivery.RELIABLE_UNORDERED
        }) {
      var config =
          MessageConfig.builder()
              .channel(ChannelConfig.of(1, d))
              .rate(RatePolicy.UNLIMITED)
              .build();
      MessageEndpoint l = MessageEndpoint.of(config, 0), r = MessageEndpoint.of(config, 0);
      var b = ByteBuffer.allocateDirect(size);
      var dg = ByteBuffer.allocate(1200);
      long now = 0;
      java.util.function.Consumer<ReceivedMessage> take = m -> count++;
      java.util.function.LongConsumer ids = i -> {};
      for (int round = 0; round < 8; round++) {
        long t = bean.getCurrentThreadCpuTime(),
            n = 0,
            alloc = bean.getCurrentThreadAllocatedBytes();
        count = 0;
        while (n < 3_000_000) {
          now += 1_000_000;
          for (int i = 0; i < 100; i++) {
            b.clear();
            b.putLong(0, n++);
            l.send(1, b);
          }
          dg.clear();
          while (l.transmit(dg, now)) {
            r.receive(dg.flip(), now);
            dg.clear();
          }
          r.drain(1, take);
          while (r.transmit(dg, now)) {
            l.receive(dg.flip(), now);
            dg.clear();
          }
          l.drainAcked(1, ids);
        }
        t = bean.getCurrentThreadCpuTime() - t;
        if (round >= 6)
          System.out.printf(
              "%s %d B: %.2f M/s, %d delivered of %d, %.3f B/msg%n",
              d,
              size,
              n * 1e3 / t,
              count,
              n,
              (bean.getCurrentThreadAllocatedBytes() - alloc) / (double) n);
      }
    }
  }
}

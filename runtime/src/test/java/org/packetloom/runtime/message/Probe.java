// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.packetloom.message.*;

final class Probe {
  public static void main(String[] a) throws Exception {
    double loss = Double.parseDouble(a[0]);
    String red = a[1];
    long tick = (long) (Double.parseDouble(a[2]) * 1e6);
    for (int seed = 1; seed <= 3; seed++) {
      var ch = ChannelConfig.of(1, Delivery.RELIABLE_ORDERED);
      if (red.equals("eager")) ch = ch.redundancy(Redundancy.EAGER);
      if (red.startsWith("c"))
        ch = ch.redundancy(Redundancy.copies(Integer.parseInt(red.substring(1))));
      var config = MessageConfig.builder().channel(ch).rate(RatePolicy.UNLIMITED).build();
      var link =
          LinkConditions.builder()
              .loss(loss)
              .delay(Duration.ofMillis(25))
              .jitter(Duration.ofMillis(5))
              .keepOrder(false)
              .build();
      var c = new Conversation(config, link, seed);
      int n = 7200;
      long[] lat = new long[2 * n];
      int[] got = {0};
      int sent = 0;
      var b = ByteBuffer.allocate(100);
      long end = 125 * Conversation.SECOND;
      long next = 0;
      while (c.now < end) {
        c.now += tick;
        while (sent < n && next <= c.now) {
          b.clear();
          b.putLong(0, next);
          c.left.send(1, b);
          b.clear();
          b.putLong(0, next);
          c.right.send(1, b);
          sent++;
          next += Conversation.SECOND / 60;
        }
        c.step();
        c.right.drain(1, m -> lat[got[0]++] = c.now - m.payload().getLong(0));
        c.left.drain(1, m -> lat[got[0]++] = c.now - m.payload().getLong(0));
      }
      Arrays.sort(lat, 0, got[0]);
      int g = got[0];
      System.out.printf(
          "loss %.2f %s seed %d: got %d of %d p50 %.1f p95 %.1f p99 %.1f p99.9 %.1f w/p %.2f%n",
          loss,
          red,
          seed,
          g,
          2 * n,
          lat[g / 2] / 1e6,
          lat[(int) (g * .95)] / 1e6,
          lat[(int) (g * .99)] / 1e6,
          lat[(int) (g * .999)] / 1e6,
          c.wireBytes / (2.0 * n * 100));
      if (seed == 1 && a.length > 3) {
        var h = new java.util.TreeMap<Integer, Integer>();
        for (int i = 0; i < g; i++) h.merge((int) (lat[i] / 4e6) * 4, 1, Integer::sum);
        System.out.println(h);
      }
      if (seed == 1) System.out.println(c.left.stats(c.now));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Memory for error numbers that several threads take at once. */
class ErrnoMemoryTest {
  private static final int THREADS = 4;
  private static final int EACH = 5000;
  private static final long CACHE_LINE = 64;

  private final ErrnoMemory memory = new ErrnoMemory();

  @Test
  void piecesTakenAtOnceAreApart() throws Exception {
    List<Errno> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Callable<List<Errno>> taking = this::takeMany;
      List<Future<List<Errno>>> taken = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        taken.add(threads.submit(taking));
      }
      for (Future<List<Errno>> each : taken) {
        all.addAll(each.get());
      }
    }
    List<Long> addresses =
        all.stream()
            .flatMap(e -> List.of(e.segment().address(), e.segmentToWrite().address()).stream())
            .toList();
    assertThat(addresses).hasSize(2 * THREADS * EACH).doesNotHaveDuplicates();
  }

  private List<Errno> takeMany() {
    List<Errno> taken = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      taken.add(i % 3 == 0 ? memory.nextAlone() : memory.next());
    }
    return taken;
  }

  @Test
  void aTransfersNumbersShareTheirCacheLineWithNobody() {
    Errno before = memory.next();
    Errno alone = memory.nextAlone();
    Errno after = memory.next();
    assertThat(line(alone)).isNotIn(line(before), line(after));
  }

  private static long line(Errno errno) {
    return errno.segment().address() / CACHE_LINE;
  }
}

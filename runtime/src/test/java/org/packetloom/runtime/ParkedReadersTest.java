// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Await;

/**
 * Thousands of threads that wait cost no platform thread, and closing the toolkit wakes them.
 *
 * <p>Counted with half of them waiting, and with all.
 */
class ParkedReadersTest {
  private static final int READERS = 5_000;
  private static final int MOST_CARRIERS = 4 * Runtime.getRuntime().availableProcessors() + 4;

  @EachEngine
  @Timeout(90)
  void fiveThousandWaitOnAConstantNumberOfPlatformThreads(String engine, String poller)
      throws Exception {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger woken = new AtomicInteger();
    try (Packetloom loom = Looms.open(engine, poller)) {
      List<Pair> pairs = new ArrayList<>();
      // a pair has two ends that can both be read: half as many pairs as readers
      for (int i = 0; i < READERS / 2; i++) {
        pairs.add(loom.pair("local://"));
      }
      park(pairs.subList(0, READERS / 4), threads, woken);
      Set<String> before = ownThreads();
      park(pairs.subList(READERS / 4, pairs.size()), threads, woken);
      assertThat(threads).hasSize(READERS);
      // those of toolkits that were closed may end meanwhile
      assertThat(before).as("platform threads of ours").containsAll(ownThreads());
      assertThat(carriers()).as("carriers").isLessThan(MOST_CARRIERS);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(woken).hasValue(READERS);
  }

  /**
   * The platform threads that we started, by name; but for the stand-ins of loops that a busy
   * machine has kept from running, which {@link StallTest} bounds.
   */
  private static Set<String> ownThreads() {
    return platformThreads()
        .filter(name -> name.startsWith("packetloom"))
        .filter(name -> !name.equals("packetloom-carrier-spare"))
        .collect(Collectors.toSet());
  }

  /** The JDK's carriers: it starts them as it needs them, and some for a while in their stead. */
  private static long carriers() {
    return platformThreads().filter(name -> name.startsWith("ForkJoinPool")).count();
  }

  private static Stream<String> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  private static void park(List<Pair> pairs, List<Thread> threads, AtomicInteger woken) {
    List<Thread> started = new ArrayList<>();
    for (Pair pair : pairs) {
      for (var end : List.of(pair.first(), pair.second())) {
        started.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    if (end.read(new byte[1]) == -1) {
                      woken.incrementAndGet(); // its peer was closed a moment earlier
                    }
                  } catch (ConnectorClosedWhileWaitingException e) {
                    woken.incrementAndGet();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
      }
    }
    started.forEach(Await::parked);
    threads.addAll(started);
  }
}

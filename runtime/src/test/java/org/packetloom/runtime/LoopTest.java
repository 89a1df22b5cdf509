// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What tests of the engine {@code loop} have in common: toolkits, and who runs where. */
abstract class LoopTest extends ToolkitTest {
  /** The poller of the loops; rows may say another. */
  String poller() {
    return "epoll";
  }

  /** Prepares a toolkit of so many loops. */
  final LoomBuilder loops(int loops) {
    LoomBuilder builder = builder("loop", poller());
    builder.pollers(loops);
    return builder;
  }

  /** Opens a toolkit of so many loops. */
  final Packetloom openLoops(int loops) throws IOException {
    Packetloom loom = loops(loops).open();
    assertThat(loom.toString()).contains("loop/" + poller());
    return loom;
  }

  /** As {@link #openLoops(int)}, with one system property set as long as that takes. */
  final Packetloom openLoops(int loops, String property, String value) throws IOException {
    String before = System.getProperty(property);
    System.setProperty(property, value);
    try {
      return openLoops(loops);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  /** The number of the loop in whose name the caller runs; −1 if none does. */
  static int here() {
    Carrier carrier = Carrier.current();
    Loop loop = carrier == null ? null : carrier.loop();
    return loop == null ? -1 : loop.number();
  }

  /** Has one thread compute in each loop until it is told to stop. */
  static Set<Task<Void>> occupy(ThreadFactory threads, int loops, Runnable occupation) {
    Set<Integer> occupied = ConcurrentHashMap.newKeySet();
    Set<Task<Void>> tasks = ConcurrentHashMap.newKeySet();
    while (occupied.size() < loops) {
      int before = tasks.size();
      Set<Integer> begun = ConcurrentHashMap.newKeySet();
      tasks.add(
          Task.start(
              threads,
              () -> {
                begun.add(here());
                occupation.run();
                return null;
              }));
      Await.until("occupation " + before + " begins", () -> !begun.isEmpty());
      occupied.addAll(begun);
      assertThat(tasks).as("occupied: %s", occupied).hasSizeLessThan(20 * loops);
    }
    return tasks;
  }

  /** A number that the toolkit's description of itself has before the given words, summed up. */
  static long dumped(Packetloom loom, String words) {
    Matcher matcher = Pattern.compile("(\\d+) " + Pattern.quote(words)).matcher(loom.dump());
    long sum = 0;
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }

  /** The number of carriers. */
  static long carriers(Packetloom loom) {
    Matcher matcher = Pattern.compile("carriers: (\\d+)").matcher(loom.dump());
    assertThat(matcher.find()).as(loom.dump()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /** Waits until no thread lives in a loop; one that has ended is counted a little longer. */
  static void awaitNoThreads(Packetloom loom) {
    Await.until("no threads: " + loom.dump(), () -> dumped(loom, "threads") == 0);
  }

  /** Waits until every loop waits. */
  static void awaitQuiet(Packetloom loom, int loops) {
    Await.until(
        "all loops wait: " + loom.dump(),
        () -> {
          LockSupport.parkNanos(1_000_000); // to ask may itself keep them awake
          return loom.dump().lines().filter(line -> line.contains(": waits,")).count() == loops;
        });
  }
}

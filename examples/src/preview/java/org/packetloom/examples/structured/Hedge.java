// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.structured;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.FailedException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.packetloom.ConnectorUri;
import org.packetloom.examples.asking.ConversationPool;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.asking.Race;

/**
 * Asks a second server when the first one takes long, and takes the answer that comes first.
 *
 * <p>The first answer cancels the scope, which interrupts the other forks. One that waits for an
 * answer leaves its read with a {@code ConnectorInterruptedException}, and the pool takes its
 * connection back: nothing was lost, and nothing has to be connected again. When the scope is
 * closed, all forks have left.
 */
public final class Hedge implements Race {
  /** Makes one, for whoever finds this class by its name. */
  public Hedge() {}

  @Override
  public Outcome.Answer ask(
      ConversationPool pool, List<ConnectorUri> servers, String question, Duration delay)
      throws IOException, InterruptedException {
    List<CountDownLatch> failed =
        Stream.generate(() -> new CountDownLatch(1)).limit(servers.size()).toList();
    try (var scope =
        StructuredTaskScope.open(
            Joiner.<Outcome.Answer>anySuccessfulResultOrThrow(),
            config -> config.withThreadFactory(pool.threadFactory()))) {
      for (int i = 0; i < servers.size(); i++) {
        int turn = i;
        scope.fork(
            () -> {
              if (turn > 0) { // until the server before has failed, or has had its time
                long lead = TimeUnit.NANOSECONDS.convert(delay.multipliedBy(turn));
                boolean _ = failed.get(turn - 1).await(lead, TimeUnit.NANOSECONDS);
              }
              return askOrPassOn(pool, servers.get(turn), question, failed.get(turn));
            });
      }
      return scope.join();
    } catch (FailedException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Outcome.Answer askOrPassOn(
      ConversationPool pool, ConnectorUri server, String question, CountDownLatch failed)
      throws IOException {
    try {
      return pool.ask(server, question);
    } catch (IOException e) {
      failed.countDown();
      throw e;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.structured;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.examples.asking.Line;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.asking.Survey;

/**
 * Asks several servers at once, each in a thread of its own, under one ambient deadline.
 *
 * <p>The deadline is bound around the scope, and its forks inherit it: each connect, write and read
 * below obeys it, although none of them mentions it. So every fork ends by itself in time, and can
 * tell what it was waiting for and what had come by then. The timeout of a scope would end them
 * too, but by an interrupt, and throw away the results of all.
 */
public final class FanOut implements Survey {
  /** Makes one, for whoever finds this class by its name. */
  public FanOut() {}

  @Override
  public List<Outcome> ask(
      Packetloom loom, List<ConnectorUri> servers, String question, Duration within, int enough)
      throws InterruptedException {
    return Deadline.after(within).call(() -> askAll(loom, servers, question, enough));
  }

  private static List<Outcome> askAll(
      Packetloom loom, List<ConnectorUri> servers, String question, int enough)
      throws InterruptedException {
    AtomicInteger answers = new AtomicInteger();
    try (var scope =
        StructuredTaskScope.open(
            Joiner.<Outcome>allUntil(fork -> isAnswer(fork) && answers.incrementAndGet() == enough),
            config -> config.withThreadFactory(loom.threadFactory()))) {
      List<Subtask<Outcome>> forks = new ArrayList<>();
      for (ConnectorUri server : servers) {
        forks.add(scope.fork(() -> askOne(loom, server, question)));
      }
      scope.join();
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < forks.size(); i++) {
        outcomes.add(outcome(servers.get(i), forks.get(i)));
      }
      return outcomes;
    }
  }

  private static Outcome askOne(Packetloom loom, ConnectorUri server, String question)
      throws ConnectorInterruptedException {
    long begin = System.nanoTime();
    ByteBuffer answer = Line.buffer();
    try (StreamConnector connection = loom.connect(server)) {
      connection.write(Line.of(question));
      Line.readFrom(connection, answer);
      Duration after = Duration.ofNanos(System.nanoTime() - begin);
      return new Outcome.Answer(server, Line.text(answer), after);
    } catch (ConnectorTimeoutException e) {
      return new Outcome.TooLate(server, Line.text(answer), e);
    } catch (ConnectorInterruptedException e) {
      throw e; // enough others have answered: nobody looks at this fork any more
    } catch (IOException e) {
      return new Outcome.Failed(server, e);
    }
  }

  private static boolean isAnswer(Subtask<? extends Outcome> fork) {
    return fork.state() == Subtask.State.SUCCESS && fork.get() instanceof Outcome.Answer;
  }

  /** The state of a fork says whether it ended before the scope was cancelled. */
  private static Outcome outcome(ConnectorUri server, Subtask<Outcome> fork) {
    return switch (fork.state()) {
      case SUCCESS -> fork.get();
      case UNAVAILABLE -> new Outcome.NotNeeded(server);
      case FAILED -> throw new IllegalStateException(server + " was not asked", fork.exception());
    };
  }
}

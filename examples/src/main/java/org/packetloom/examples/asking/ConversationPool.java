// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;

/**
 * Keeps connections for the next question, those of cancelled questions too.
 *
 * <p>A connection whose last question was cancelled is taken back as it is, for a cancelled thread
 * should leave at once. It is lent again when the answer that it is owed has come and was dropped;
 * who asks before is lent another one.
 *
 * <p>Safe for use by any thread.
 */
public final class ConversationPool implements AutoCloseable {
  /** Of one server; those over are closed. */
  private static final int MOST_IDLE = 8;

  private final Packetloom loom;
  private final Map<ConnectorUri, Deque<Conversation>> idle = new ConcurrentHashMap<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final LongAdder rescued = new LongAdder();

  /**
   * Makes an empty pool.
   *
   * @param loom opens the connections
   */
  public ConversationPool(Packetloom loom) {
    this.loom = loom;
  }

  /**
   * What a pool has done so far.
   *
   * @param asked questions
   * @param opened connections
   * @param rescued connections that were used again although a question over them was cancelled;
   *     each time counts
   */
  public record Figures(long asked, long opened, long rescued) {}

  /**
   * What it has done so far.
   *
   * @return the numbers of this moment
   */
  public Figures figures() {
    return new Figures(asked.sum(), opened.sum(), rescued.sum());
  }

  /**
   * Makes the threads in which its connections are served best.
   *
   * @return a factory of virtual threads
   */
  public ThreadFactory threadFactory() {
    return loom.threadFactory();
  }

  /**
   * Asks over a connection that is there, or over a new one.
   *
   * @param server whom
   * @param question one line, without its end
   * @return the answer
   * @throws IOException if connecting, writing or reading fails; after an interrupt and after a
   *     deadline the connection is kept
   */
  public Outcome.Answer ask(ConnectorUri server, String question) throws IOException {
    long begin = System.nanoTime();
    asked.increment();
    Conversation conversation = take(server);
    try {
      String text = conversation.ask(question);
      return new Outcome.Answer(server, text, Duration.ofNanos(System.nanoTime() - begin));
    } finally {
      giveBack(conversation); // in whatever state: take() finds out
    }
  }

  private Conversation take(ConnectorUri server) throws IOException {
    Deque<Conversation> waiting = idleOf(server);
    for (int looks = waiting.size(); looks > 0; looks--) {
      Conversation conversation = waiting.pollFirst();
      if (conversation == null) {
        break;
      }
      boolean wasOwed = conversation.isOwed();
      switch (conversation.settle()) {
        case READY -> {
          if (wasOwed) {
            rescued.increment();
          }
          return conversation;
        }
        case OWED -> waiting.addLast(conversation);
        case SPENT -> conversation.close();
      }
    }
    opened.increment();
    return new Conversation(server, loom.connect(server));
  }

  private void giveBack(Conversation conversation) throws IOException {
    Deque<Conversation> waiting = idleOf(conversation.server());
    waiting.addLast(conversation);
    if (waiting.size() > MOST_IDLE) {
      Conversation oldest = waiting.pollFirst();
      if (oldest != null) {
        oldest.close();
      }
    }
  }

  private Deque<Conversation> idleOf(ConnectorUri server) {
    return idle.computeIfAbsent(server, _ -> new ConcurrentLinkedDeque<>());
  }

  /** Closes the connections that are not lent. */
  @Override
  public void close() throws IOException {
    for (Deque<Conversation> waiting : idle.values()) {
      for (Conversation each = waiting.poll(); each != null; each = waiting.poll()) {
        each.close();
      }
    }
  }
}

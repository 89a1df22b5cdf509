// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/** The waiting contract of {@code accept}. */
public interface ListenerWaits extends LoomRow {
  private static Deadline past() {
    return Deadline.after(Duration.ZERO);
  }

  @Test
  default void aPastAcceptDeadlineEndsAcceptAndIsNotSticky() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.acceptDeadline(past());
      assertThatThrownBy(listener::accept).isInstanceOf(ConnectorTimeoutException.class);
      listener.acceptDeadline(Deadline.NONE);
      assertServes(listener);
    }
  }

  @Test
  default void acceptWaitsUntilItsDeadline() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      listener.acceptDeadline(deadline);
      assertThatThrownBy(listener::accept).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void anotherThreadsDeadlineEndsAWaitingAccept() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.acceptDeadline(Deadline.after(Duration.ofHours(1)));
      var acceptor = start(listener::accept).awaitParked();
      listener.acceptDeadline(past());
      acceptor.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  default void anAcceptDeadlineTakenAwayLetsAWaitingAcceptGoOn() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.acceptDeadline(Deadline.after(Duration.ofHours(1)));
      var acceptor = start(listener::accept).awaitParked();
      listener.acceptDeadline(Deadline.NONE);
      try (var client = loom().connect(listener.uri());
          var accepted = acceptor.result()) {
        assertTalk(client, accepted);
      }
    }
  }

  @Test
  default void anAmbientDeadlineEndsAccept() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThatThrownBy(() -> deadline.call(listener::accept))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertServes(listener);
    }
  }

  @Test
  default void anInterruptEndsAcceptAndLeavesTheListenerOpen() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      var acceptor = start(listener::accept).awaitParked();
      acceptor.interrupt();
      acceptor.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(acceptor.endedInterrupted()).isTrue();
      assertServes(listener);
    }
  }

  @Test
  default void anInterruptOfAcceptClosesUnderThatPolicy() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.interruptPolicy(InterruptPolicy.CLOSE);
      var acceptor = start(listener::accept).awaitParked();
      acceptor.interrupt();
      acceptor.assertFailure().isInstanceOf(ConnectorClosedByInterruptException.class);
      assertThat(acceptor.endedInterrupted()).isTrue();
      assertThat(listener.isOpen()).isFalse();
    }
  }

  @Test
  default void aDeferredInterruptLetsAcceptGoOn() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.interruptPolicy(InterruptPolicy.DEFER);
      var acceptor = start(listener::accept).awaitParked();
      acceptor.interrupt();
      try (var client = loom().connect(listener.uri());
          var accepted = acceptor.result()) {
        assertThat(acceptor.endedInterrupted()).isTrue();
        assertTalk(client, accepted);
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closeWakesAllAcceptors() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      List<Task<StreamConnector>> acceptors = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        acceptors.add(start(listener::accept).awaitParked());
      }
      listener.close();
      for (var acceptor : acceptors) {
        acceptor.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void acceptAfterCloseFails() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.close();
      listener.close();
      assertThatThrownBy(listener::accept).isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(listener::tryAccept).isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  default void closingTheListenerLeavesItsStreamsOpen() throws Exception {
    try (var connection = connect(loom().listen(listenUri()))) {
      connection.listener().close();
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void tryAcceptDoesNotCareForDeadlinesAndInterrupts() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      listener.acceptDeadline(past());
      var task =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return past().call(listener::tryAccept);
              });
      assertThat(task.result()).isEmpty();
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(listener.isOpen()).isTrue();
    }
  }
}

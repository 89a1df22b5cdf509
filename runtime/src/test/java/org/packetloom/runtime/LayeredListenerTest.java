// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.LayeredListener;
import org.packetloom.suite.Watchdog;

/** A listener over another one changes connections, and is as that one in all else. */
@ExtendWith(Watchdog.class)
class LayeredListenerTest {
  private Packetloom loom;
  private Listener below;

  /** Lets connections pass as they are, or none. */
  private static final class Noting extends LayeredListener {
    private final Queue<StreamConnector> seen = new ConcurrentLinkedQueue<>();
    private final boolean isRefusing;

    Noting(ConnectorUri uri, Listener below, boolean isRefusing) {
      super(uri, below);
      this.isRefusing = isRefusing;
    }

    @Override
    protected StreamConnector layered(StreamConnector accepted) throws IOException {
      seen.add(accepted);
      if (isRefusing) {
        throw new IOException("planted");
      }
      return accepted;
    }
  }

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
    below = loom.listen("tcp4://127.0.0.1:0");
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void connectionsPassThroughIt() throws Exception {
    try (var listener = new Noting(below.uri(), below, false);
        var near = loom.connect(below.uri());
        var far = listener.accept()) {
      assertThat(listener.seen).containsExactly(far);
      near.write(new byte[] {7});
      assertThat(far.read(new byte[1])).isEqualTo(1);
      assertThat(listener.tryAccept()).isEmpty();
    }
  }

  @Test
  void aConnectionThatCannotBeChangedIsClosed() throws Exception {
    try (var listener = new Noting(below.uri(), below, true);
        var near = loom.connect(below.uri())) {
      assertThatThrownBy(listener::accept).hasMessage("planted");
      assertThat(listener.seen).singleElement().matches(accepted -> !accepted.isOpen(), "closed");
      assertThat(near.read(new byte[1])).isEqualTo(-1);
      assertThat(listener.isOpen()).isTrue();
    }
  }

  @Test
  void itsOwnUriSaysWhetherAcceptWaits() throws Exception {
    var impatient = ConnectorUri.parse("tcp4://127.0.0.1:9?blocking=no");
    try (var listener = new Noting(impatient, below, false)) {
      assertThat(listener).hasToString("tcp4://127.0.0.1:9");
      assertThatThrownBy(listener::accept)
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining("tcp4://127.0.0.1:9");
    }
  }

  @Test
  void settingsAreThoseOfTheListenerBelow() throws Exception {
    try (var listener = new Noting(below.uri(), below, false)) {
      assertThat(listener.acceptDeadline(Deadline.after(Duration.ZERO))).isSameAs(listener);
      assertThatThrownBy(below::accept).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(listener.interruptPolicy(InterruptPolicy.DEFER)).isSameAs(listener);
      assertThat(below.interruptPolicy()).isEqualTo(InterruptPolicy.DEFER);
      assertThat(listener.option(StandardSocketOptions.SO_RCVBUF, 8192)).isSameAs(listener);
      assertThat(listener.option(StandardSocketOptions.SO_RCVBUF))
          .isEqualTo(below.option(StandardSocketOptions.SO_RCVBUF));
      assertThat(listener.supportedOptions()).isEqualTo(below.supportedOptions());
      assertThat(listener.localAddress()).isEqualTo(below.localAddress());
    }
    assertThat(below.isOpen()).isFalse();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;
import org.packetloom.suite.Task;

/**
 * A scheme of the user's own, without a descriptor, waits by the same rules as the built-in ones.
 */
@Timeout(60)
class UserSchemeTest {
  private final Gate gate = new Gate();
  private Packetloom loom;

  /** Connects to something whose every read waits until it is opened. */
  private static final class Gate implements Scheme {
    private final AtomicBoolean isOpen = new AtomicBoolean();
    private ParkPoint point; // of the connector made last

    @Override
    public String name() {
      return "gate";
    }

    @Override
    public Set<String> parameters() {
      return Set.of("height");
    }

    @Override
    public StreamConnector connect(ConnectorUri uri, SchemeContext context) {
      ParkPoint mine = context.parkPoint(uri.toString());
      mine.timeout(context.readTimeout());
      point = mine;
      InvocationHandler calls =
          (_, method, _) ->
              switch (method.getName()) {
                case "read" -> {
                  mine.await("read", isOpen::get);
                  yield 7;
                }
                case "close" -> {
                  mine.close();
                  yield null;
                }
                case "uri" -> uri;
                default -> throw new UnsupportedOperationException(method.getName());
              };
      return (StreamConnector)
          Proxy.newProxyInstance(
              StreamConnector.class.getClassLoader(),
              new Class<?>[] {StreamConnector.class},
              calls);
    }

    void open() {
      isOpen.set(true);
      point.signal();
    }
  }

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.builder().scheme(gate).open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static int read(StreamConnector stream) throws IOException {
    return stream.read(new byte[1]);
  }

  @Test
  void conditionThatComesTrueEndsTheWait() throws IOException {
    StreamConnector stream = loom.connect("gate://left/?height=3");
    Task<Integer> reading = Task.start(loom.threadFactory(), () -> read(stream)).awaitParked();
    gate.open();
    assertThat(reading.result()).isEqualTo(7);
  }

  @Test
  void deadlinesCount() throws IOException {
    StreamConnector stream = loom.connect("gate://left?read-timeout=5ms");
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining("read gate://left");
    StreamConnector other = loom.connect("gate://right");
    Deadline ambient = Deadline.after(Duration.ofMillis(5));
    assertThatThrownBy(() -> ambient.call(() -> read(other)))
        .isInstanceOf(ConnectorTimeoutException.class);
    gate.point.deadline(Deadline.after(Duration.ofMillis(5)));
    assertThatThrownBy(() -> read(other)).isInstanceOf(ConnectorTimeoutException.class);
  }

  @Test
  void interruptsFollowThePolicy() throws IOException {
    StreamConnector stream = loom.connect("gate://left");
    Task<Integer> reading = Task.start(loom.threadFactory(), () -> read(stream)).awaitParked();
    reading.interrupt();
    reading.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    StreamConnector deferring = loom.connect("gate://left?interrupt=defer");
    Task<Integer> going = Task.start(loom.threadFactory(), () -> read(deferring)).awaitParked();
    going.interrupt();
    gate.open();
    assertThat(going.result()).isEqualTo(7);
    assertThat(going.endedInterrupted()).isTrue();
  }

  @Test
  void closingTheConnectorOrTheToolkitEndsTheWait() throws IOException {
    StreamConnector stream = loom.connect("gate://left");
    Task<Integer> reading = Task.start(loom.threadFactory(), () -> read(stream)).awaitParked();
    stream.close();
    reading.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    StreamConnector other = loom.connect("gate://left");
    Task<Integer> waiting = Task.start(loom.threadFactory(), () -> read(other)).awaitParked();
    loom.close();
    waiting.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
  }

  @Test
  void whatTheSchemeDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> loom.connect("gate://left?width=3"))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("width");
    assertThatThrownBy(() -> loom.listen("gate://left"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("scheme gate");
  }

  @Test
  void nameThatIsTakenIsRejected() {
    assertThatThrownBy(() -> Packetloom.builder().scheme(gate).scheme(gate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gate'");
  }
}

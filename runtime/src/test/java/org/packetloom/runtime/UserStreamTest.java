// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorUri;
import org.packetloom.Lookahead;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** Looking ahead in a stream of the user's own, whatever that does next. */
@Timeout(60)
class UserStreamTest {
  private static final IOException PLANTED = new IOException("planted");

  private final Script script = new Script();
  private Packetloom loom;

  /** Connects to a stream that does what it is told in advance. */
  private static final class Script implements Scheme {
    private final Queue<Object> steps = new ArrayDeque<>(); // bytes or a failure; then the end

    @Override
    public String name() {
      return "script";
    }

    @Override
    public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
      return AbstractStream.open(new Scripted(uri, context, steps));
    }
  }

  /** Never has anybody wait. */
  private static final class Scripted extends AbstractStream {
    private final Queue<Object> steps;

    Scripted(ConnectorUri uri, SchemeContext context, Queue<Object> steps) {
      super(uri, context);
      this.steps = steps;
    }

    @Override
    protected int take(ByteBuffer destination) throws IOException {
      Object step = steps.poll();
      if (step instanceof IOException failure) {
        throw failure;
      }
      if (!(step instanceof byte[] bytes)) {
        return -1;
      }
      int n = Math.min(bytes.length, destination.remaining());
      destination.put(bytes, 0, n);
      if (n < bytes.length) {
        ((ArrayDeque<Object>) steps).addFirst(java.util.Arrays.copyOfRange(bytes, n, bytes.length));
      }
      return n;
    }

    @Override
    protected boolean isReadable() {
      return true;
    }

    @Override
    protected int put(ByteBuffer source) {
      return -1;
    }

    @Override
    protected boolean isWritable() {
      return true;
    }

    @Override
    protected int available() {
      return 0; // as one that cannot tell
    }

    @Override
    protected void inputEnded() {}

    @Override
    protected void outputEnded() {}
  }

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.builder().scheme(script).open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private StreamConnector connect(Object... steps) throws IOException {
    script.steps.addAll(java.util.List.of(steps));
    return loom.connect("script://any");
  }

  @Test
  void aReadIntoSeveralBuffersLeavesNoGapForBytesThatComeLater() throws IOException {
    try (StreamConnector stream = connect(new byte[] {1}, new byte[] {2, 3, 4})) {
      ByteBuffer[] buffers = {ByteBuffer.allocate(2), ByteBuffer.allocate(2)};
      assertThat(stream.read(buffers)).isEqualTo(1);
      assertThat(stream.read(buffers)).isEqualTo(3);
      assertThat(buffers[0].array()).containsExactly(1, 2);
      assertThat(buffers[1].array()).containsExactly(3, 4);
    }
  }

  private static byte[] peek(StreamConnector stream, int most) throws IOException {
    ByteBuffer seen = ByteBuffer.allocate(most);
    int n = stream.peek(seen);
    return java.util.Arrays.copyOf(seen.array(), n);
  }

  @Test
  void failureThatALookCameUponIsStillToBeRead() throws IOException {
    try (StreamConnector stream = connect(PLANTED, new byte[] {1})) {
      assertThat(stream.isAlive()).isFalse();
      assertThat(stream.isAlive()).isFalse();
      assertThatThrownBy(() -> stream.read(new byte[1])).isSameAs(PLANTED);
      assertThat(stream.isAlive()).isTrue();
      assertThat(stream.inputStream().read()).isEqualTo(1);
      assertThat(stream.isAlive()).isFalse();
      assertThat(stream.inputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void failureBehindPeekedBytesComesAfterThem() throws IOException {
    try (StreamConnector stream = connect(new byte[] {1, 2}, PLANTED)) {
      assertThat(peek(stream, 9)).containsExactly(1, 2);
      assertThat(peek(stream, 9)).containsExactly(1, 2);
      assertThat(peek(stream, 1)).containsExactly(1);
      assertThat(stream.isAlive()).isTrue();
      stream.readFully(new byte[2]);
      assertThat(stream.isAlive()).isFalse();
      assertThatThrownBy(() -> peek(stream, 1)).isSameAs(PLANTED);
    }
  }

  @Test
  void failureBehindLentBytesComesAfterThem() throws IOException {
    try (StreamConnector stream = connect(new byte[] {1, 2}, PLANTED)) {
      assertThat(stream.receive(lent -> assertThat(lent.get()).isEqualTo((byte) 1))).isEqualTo(1);
      assertThatThrownBy(() -> stream.receive(_ -> {})).isSameAs(PLANTED);
      assertThat(stream.inputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void bytesAreCountedWhenTheyAreTakenAndOnce() throws IOException {
    try (StreamConnector stream = connect(new byte[] {1, 2, 3})) {
      assertThat(peek(stream, 2)).containsExactly(1, 2);
      assertThat(stream.bytesRead()).isEqualTo(2);
      assertThat(stream.inputStream().available()).isEqualTo(2);
      stream.unread(ByteBuffer.wrap(new byte[] {0}));
      assertThat(stream.readUntil((byte) 2, ByteBuffer.allocate(9))).isEqualTo(3);
      assertThat(stream.inputStream().available()).isZero();
      stream.readFully(new byte[1]);
      assertThat(stream.bytesRead()).isEqualTo(3);
    }
  }

  @Test
  void noMoreIsTakenAheadThanCanBePutBack() throws IOException {
    byte[] much = new byte[Lookahead.MOST_UNREAD + 10];
    much[Lookahead.MOST_UNREAD] = 5;
    try (StreamConnector stream = connect((Object) much)) {
      int seen = 0;
      for (int before = -1; seen > before; ) { // a look takes what one attempt gives
        before = seen;
        seen = peek(stream, much.length).length;
      }
      assertThat(seen).isEqualTo(Lookahead.MOST_UNREAD);
      assertThat(stream.receive(ByteBuffer::remaining)).isZero();
      assertThat(stream.receive(lent -> lent.position(lent.limit()))).isEqualTo(seen);
      assertThat(stream.inputStream().read()).isEqualTo(5);
    }
  }
}

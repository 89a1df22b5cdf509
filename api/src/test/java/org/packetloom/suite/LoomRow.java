// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/** The hook of the contracts that need a whole toolkit, and the words their topics share. */
public interface LoomRow extends Row {
  /** The toolkit of this row, open as long as the row runs. */
  Packetloom loom();

  /** Opens another toolkit like that of this row, for tests that close it. */
  Packetloom openLoom() throws Exception;

  /** An address to listen at that nobody else uses: another one, or port 0, with each call. */
  String listenUri() throws Exception;

  /** A URI with one more parameter. */
  static String with(Object uri, String parameter) {
    return uri + (uri.toString().contains("?") ? "&" : "?") + parameter;
  }

  /** A URI without the parameter that {@link #with} gave it. */
  static String without(Object uri, String parameter) {
    return uri.toString().replaceFirst("[?&]" + parameter + "$", "");
  }

  /** A listener and a client of it that has been accepted. */
  record Connection(Listener listener, StreamConnector client, StreamConnector accepted)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (listener;
          client) {
        accepted.close();
      }
    }
  }

  /** Connects to a listener and accepts that. */
  default Connection connect(Listener listener) throws IOException {
    var client = start(() -> loom().connect(listener.uri()));
    StreamConnector accepted = listener.accept();
    return new Connection(listener, client.result(), accepted);
  }

  /**
   * A buffer that a stream cannot write at once while its peer does not read: more bytes than any
   * pair of ends holds, or a record behind as many others as there is room for.
   */
  default ByteBuffer tooMuchFor(StreamConnector end) throws IOException {
    if (features().contains(Feature.BYTE_STREAMS)) {
      return ByteBuffer.allocate(StreamRow.MORE_THAN_BUFFERS);
    }
    ByteBuffer record = ByteBuffer.allocate(1000);
    while (end.tryWrite(record) > 0) {
      record.clear();
    }
    return record;
  }

  /** Sends a byte there and another one back. */
  default void assertTalk(StreamConnector near, StreamConnector far) throws IOException {
    for (var pair : new Pair[] {new Pair(near, far), new Pair(far, near)}) {
      byte[] sent = Seed.bytes(50);
      pair.first().write(ByteBuffer.wrap(sent));
      byte[] received = new byte[sent.length];
      pair.second().readFully(received);
      assertThat(received).isEqualTo(sent);
    }
  }

  /** Checks that a listener can be connected to and accepts. */
  default void assertServes(Listener listener) throws IOException {
    var client = start(() -> loom().connect(listener.uri()));
    try (var accepted = listener.accept();
        var near = client.result()) {
      assertTalk(near, accepted);
    }
  }

  /** Connects and closes at once, before anybody accepts. */
  default void connectAndGiveUp(ConnectorUri uri) throws IOException {
    loom().connect(uri).close();
  }
}

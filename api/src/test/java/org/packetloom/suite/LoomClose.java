// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/** Closing a toolkit undoes all that was opened through it, and nothing else. */
public interface LoomClose extends LoomRow {
  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closingTheToolkitWakesEveryWait() throws Exception {
    try (var other = openLoom()) {
      var listener = other.listen(listenUri());
      var client = other.connect(listener.uri());
      var accepted = listener.accept();
      ByteBuffer tooMuch = tooMuchFor(client);
      var acceptor = start(listener::accept).awaitParked();
      var reader = start(() -> client.read(new byte[1])).awaitParked();
      var writer = start(() -> client.write(tooMuch)).awaitParked();
      other.close();
      acceptor.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      reader.awaitEnd();
      writer.assertFailure().isInstanceOf(IOException.class);
      for (var connector : new Connector[] {listener, client, accepted}) {
        assertThat(connector.isOpen()).isFalse();
      }
    }
  }

  @Test
  default void closingAToolkitLeavesTheOthersAlone() throws Exception {
    assumeHas(Feature.SEVERAL_CLIENTS);
    try (var connection = connect(loom().listen(listenUri()))) {
      try (var other = openLoom();
          var fromOther = other.connect(connection.listener().uri());
          var accepted = connection.listener().accept()) {
        assertTalk(fromOther, accepted);
      }
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void connectorsOfAClosedToolkitStayClosed() throws Exception {
    String uri = listenUri();
    try (var connection = connect(loom().listen(listenUri()))) {
      Packetloom other = openLoom();
      StreamConnector client = other.connect(connection.listener().uri());
      other.close();
      other.close();
      assertThatThrownBy(() -> client.read(new byte[1]))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> other.listen(uri).close()).isInstanceOf(Exception.class);
    }
  }

  @Test
  default void openingAndClosingToolkitsLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    openAndUse();
    int before = OpenDescriptors.count();
    for (int i = 0; i < 10; i++) {
      openAndUse();
    }
    Await.until(
        "descriptors are closed",
        () -> OpenDescriptors.count() <= before + StreamDescriptors.SLACK);
  }

  private void openAndUse() throws Exception {
    try (var other = openLoom()) {
      var listener = other.listen(listenUri());
      var client = other.connect(listener.uri());
      assertTalk(client, listener.accept());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorTarget;
import org.packetloom.EndpointMissingException;
import org.packetloom.Listener;
import org.packetloom.NativeFailure;

/** Listening and connecting where it cannot work, and socket files that belong to others. */
public interface ListenerFailures extends LoomRow {
  private static Path file(Listener listener) {
    return Path.of(((ConnectorTarget.Path) listener.uri().target()).path());
  }

  @Test
  default void anAddressInUseIsReportedAndItsListenerGoesOn() throws Exception {
    assumeHas(Feature.EXCLUSIVE_LISTENERS);
    try (var listener = loom().listen(listenUri())) {
      assertThatThrownBy(() -> loom().listen(listener.uri()).close())
          .isInstanceOf(AddressInUseException.class)
          .isInstanceOfSatisfying(
              NativeFailure.class,
              failure -> {
                assertThat(failure.errorName()).isNotBlank();
                assertThat(failure.errorNumber()).isPositive();
              });
      assertServes(listener);
    }
  }

  @Test
  default void anAddressCanBeUsedAgainAfterClose() throws Exception {
    try (var connection = connect(loom().listen(listenUri()))) {
      connection.listener().close();
      connection.accepted().close();
      try (var again = loom().listen(connection.listener().uri())) {
        assertServes(again);
      }
    }
  }

  @Test
  default void connectingToNobodyIsRefused() throws Exception {
    assumeHas(Feature.EXCLUSIVE_LISTENERS);
    try (var vacancy = vacancy()) {
      assertThatThrownBy(() -> loom().connect(vacancy.uri()).close())
          .isInstanceOf(
              features().contains(Feature.SOCKET_FILES)
                      || features().contains(Feature.VANISHING_NAMES)
                  ? EndpointMissingException.class
                  : ConnectionRefusedException.class)
          .isInstanceOf(NativeFailure.class);
    }
  }

  /** Where a listener was that is closed, or could have been. */
  private Vacancy vacancy() throws Exception {
    Listener listener = loom().listen(listenUri());
    listener.close();
    return Vacancy.of(listener.uri());
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closingAListenerRefusesTheClientsThatStillWait() throws Exception {
    assumeHas(Feature.EXCLUSIVE_LISTENERS);
    try (var listener = loom().listen(listenUri());
        var client = loom().connect(listener.uri())) {
      listener.close();
      var reader = start(() -> client.read(new byte[1]));
      reader.awaitEnd();
      if (reader.hasFailed()) {
        reader.assertFailure().isInstanceOf(ConnectionResetException.class);
      } else {
        assertThat(reader.result()).isEqualTo(-1);
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closingAListenerRemovesItsSocketFile() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    try (var listener = loom().listen(listenUri())) {
      assertThat(file(listener)).exists();
      listener.close();
      assertThat(file(listener)).doesNotExist();
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void aSocketFileOfAnotherIsNotRemoved() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    try (var listener = loom().listen(listenUri())) {
      Files.delete(file(listener));
      try (var other = listenByTheJdk(file(listener))) {
        listener.close();
        assertThat(file(listener)).exists();
        assertThat(other.isOpen()).isTrue();
        connectByTheJdk(file(listener));
      } finally {
        Files.deleteIfExists(file(listener));
      }
    }
  }

  private static ServerSocketChannel listenByTheJdk(Path file) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(file));
  }

  private static void connectByTheJdk(Path file) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
  }

  @Test
  default void theSocketFileOfALivingListenerIsNotTakenOver() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    Listener listener = loom().listen(listenUri());
    listener.close();
    try (var other = listenByTheJdk(file(listener))) {
      assertThatThrownBy(() -> loom().listen(listener.uri()).close())
          .isInstanceOf(AddressInUseException.class);
      connectByTheJdk(file(listener));
      other.accept().close();
    } finally {
      Files.deleteIfExists(file(listener));
    }
  }

  @Test
  default void anOrdinaryFileIsNotTakenOver() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    Listener listener = loom().listen(listenUri());
    listener.close();
    Files.writeString(file(listener), "precious");
    try {
      assertThatThrownBy(() -> loom().listen(listener.uri()).close())
          .isInstanceOf(AddressInUseException.class);
      assertThat(file(listener)).hasContent("precious");
      assertThatThrownBy(() -> loom().connect(listener.uri()).close())
          .isInstanceOf(ConnectionRefusedException.class);
    } finally {
      Files.delete(file(listener));
    }
  }

  @Test
  default void aStaleSocketFileRefusesClients() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    Listener listener = loom().listen(listenUri());
    listener.close();
    listenByTheJdk(file(listener)).close();
    try {
      assertThatThrownBy(() -> loom().connect(listener.uri()).close())
          .isInstanceOf(ConnectionRefusedException.class);
    } finally {
      Files.delete(file(listener));
    }
  }

  @Test
  default void aMissingFolderIsReported() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    String uri = listenUri().replaceFirst("(?=[?]|$)", "-missing/socket");
    assertThatThrownBy(() -> loom().listen(uri).close())
        .isInstanceOf(EndpointMissingException.class);
    assertThatThrownBy(() -> loom().connect(uri).close())
        .isInstanceOf(EndpointMissingException.class);
  }

  @Test
  default void failuresLeaveNoDescriptor() throws Exception {
    assumeHas(Feature.EXCLUSIVE_LISTENERS);
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    try (var listener = loom().listen(listenUri());
        var vacancy = vacancy()) {
      int before = OpenDescriptors.count();
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(() -> loom().listen(listener.uri()).close())
            .isInstanceOf(AddressInUseException.class);
        assertThatThrownBy(() -> loom().connect(vacancy.uri()).close())
            .isInstanceOf(IOException.class);
      }
      Await.until(
          "descriptors are closed",
          () -> OpenDescriptors.count() <= before + StreamDescriptors.SLACK);
    }
  }
}

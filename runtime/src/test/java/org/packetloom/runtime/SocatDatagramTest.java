// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Datagrams from and to socat, over UDP and Unix-domain sockets. */
@Timeout(60)
class SocatDatagramTest {
  private static final String LOCAL = "?behaviour=datagram";

  @TempDir Path folder;

  private final String unique = "packetloom-dgram-" + ProcessHandle.current().pid();
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    Tool.assumeInstalled("socat");
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  private DatagramConnector bind(String uri) throws IOException {
    try {
      return loom.bind(uri);
    } catch (CapabilityException e) {
      return abort(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "udp4://127.0.0.1:0, UDP4-SENDTO:127.0.0.1:%d",
    "udp4://127.0.0.1:0, UDP4-CONNECT:127.0.0.1:%d",
    "udp://127.0.0.1:0,  UDP4-DATAGRAM:127.0.0.1:%d",
    "udp6://[::1]:0,     UDP6-SENDTO:[::1]:%d",
    "udp://:0,           UDP4-SENDTO:127.0.0.1:%d"
  })
  void socatSendsToOursAndGetsItBack(String uri, String address) throws Exception {
    try (DatagramConnector ours = bind(uri)) {
      int port = ((InetSocketAddress) ours.localAddress().orElseThrow()).getPort();
      echoes(ours, address.formatted(port));
    }
  }

  @Test
  void socatSendsToOurPath() throws Exception {
    Path path = folder.resolve("ours");
    try (DatagramConnector ours = bind("local://" + path + LOCAL)) {
      echoes(ours, "UNIX-SENDTO:" + path + ",bind=" + folder.resolve("theirs"));
    }
  }

  @Test
  void socatSendsToOurAbstractName() throws Exception {
    try (DatagramConnector ours = bind("local:///%00" + unique + LOCAL)) {
      echoes(ours, "ABSTRACT-SENDTO:" + unique + ",bind=" + unique + "-theirs");
    }
  }

  private void echoes(DatagramConnector ours, String address) throws Exception {
    Task<Datagram> serving =
        Task.start(
            loom.threadFactory(),
            () -> {
              ByteBuffer buffer = ByteBuffer.allocate(100);
              Datagram datagram = ours.receive(buffer);
              ours.send(buffer.flip(), datagram.sender().orElseThrow());
              return datagram;
            });
    try (Tool socat = Tool.start("socat", "-", address)) {
      assertThat(socat.type("from socat").read(10)).isEqualTo("from socat");
    }
    assertThat(serving.result().fullSize()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "udp4://127.0.0.1:0, 'UDP4-RECVFROM:%d,bind=127.0.0.1,fork'",
    "udp6://[::1]:0,     'UDP6-RECVFROM:%d,bind=[::1],fork'"
  })
  void oursSendsToSocatAndGetsItBack(String uri, String address) throws Exception {
    InetSocketAddress theirs = freePort(uri);
    try (DatagramConnector ours = bind(uri)) {
      try (Tool _ = Tool.start("socat", address.formatted(theirs.getPort()), "EXEC:cat")) {
        isEchoed(ours, theirs);
      }
    }
  }

  /** A port that is free for the moment that socat needs. */
  private InetSocketAddress freePort(String uri) throws IOException {
    try (DatagramConnector reserved = bind(uri)) {
      return (InetSocketAddress) reserved.localAddress().orElseThrow();
    }
  }

  @Test
  void oursSendsToSocatsPath() throws Exception {
    Path theirs = folder.resolve("theirs");
    try (DatagramConnector ours = bind("local://" + folder.resolve("ours") + LOCAL);
        Tool _ = Tool.start("socat", "UNIX-RECVFROM:" + theirs + ",fork", "EXEC:cat")) {
      isEchoed(ours, UnixDomainSocketAddress.of(theirs));
    }
  }

  @Test
  void oursSendsToSocatsAbstractName() throws Exception {
    String theirs = unique + "-socat";
    try (DatagramConnector ours = bind("local:///%00" + unique + LOCAL);
        Tool _ = Tool.start("socat", "ABSTRACT-RECVFROM:" + theirs + ",fork", "EXEC:cat")) {
      isEchoed(ours, AbstractSocketAddress.of(theirs.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /**
   * Sends until something comes back: socat may not listen yet, and is not waited for otherwise.
   */
  private static void isEchoed(DatagramConnector ours, SocketAddress theirs) {
    byte[] sent = "to socat".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer received = ByteBuffer.allocate(100);
    ours.readTimeout(Duration.ofMillis(500));
    Await.until("socat answers", () -> asked(ours, theirs, sent, received.clear()));
    assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(sent));
  }

  private static boolean asked(
      DatagramConnector ours, SocketAddress theirs, byte[] sent, ByteBuffer received) {
    try {
      ours.send(ByteBuffer.wrap(sent), theirs);
      return ours.receive(received).fullSize() == sent.length;
    } catch (ConnectorTimeoutException _) {
      return false;
    } catch (IOException e) {
      assertThat(e).isInstanceOf(NativeFailure.class); // nobody there yet
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.proxy.ProxyTlv;
import org.packetloom.suite.Await;

/** A proxy of another make writes the headers, and reads ours. */
@Timeout(60)
class HaproxyTest {
  @TempDir private Path folder;

  /** HAProxy between one port, which it shows us, and one server. */
  private record Haproxy(Process process, Path socket) implements AutoCloseable {
    /**
     * Starts it.
     *
     * @param bind what is to be said of the place where it listens
     * @param server what is to be said of the server behind
     */
    static Haproxy start(Path folder, String bind, int port, String server) throws IOException {
      Path socket = folder.resolve("front");
      Path settings =
          Files.writeString(
              folder.resolve("settings"),
              """
              global
                maxconn 20
              defaults
                mode tcp
                timeout connect 10s
                timeout client 30s
                timeout server 30s
              listen middle
                bind unix@%s %s
                server behind 127.0.0.1:%d %s
              """
                  .formatted(socket, bind, port, server));
      Process process =
          new ProcessBuilder(executable().orElseThrow(), "-db", "-f", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Tools.awaitListener(socket, process);
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
      return new Haproxy(process, socket);
    }

    String uri() {
      return "local://" + socket;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private static java.util.Optional<String> executable() {
    return Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy")
        .filter(path -> new File(path).canExecute())
        .findFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "1, send-proxy, false",
    "2, send-proxy-v2, false",
    "2, send-proxy-v2 proxy-v2-options crc32c unique-id, true",
  })
  void itsHeadersAreRead(int version, String option, boolean hasChecksum) throws Exception {
    assumeTrue(executable().isPresent(), "haproxy");
    Queue<StreamConnector> seen = new ConcurrentLinkedQueue<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    String options = option.replace("crc32c unique-id", "crc32c,unique-id");
    try (Packetloom loom = Packetloom.open();
        Server server =
            loom.server(
                    c -> {
                      seen.add(c);
                      c.inputStream().transferTo(c.outputStream());
                    })
                .listen("tcp4://127.0.0.1:0")
                .proxyProtocol(ProxyProtocol.from("127.0.0.0/8"))
                .onFailure((_, failure) -> failures.add(failure))
                .start();
        // the test is the proxy's client's proxy, so that the client may be anywhere
        Haproxy haproxy = Haproxy.start(folder, "accept-proxy", port(server), options);
        StreamConnector client = loom.connect(haproxy.uri())) {
      var from = new InetSocketAddress("203.0.113.7", 40_000);
      var to = new InetSocketAddress("203.0.113.80", 443);
      ProxyHeader told = ProxyHeader.v2(from, to).withChecksum();
      client.write(told.toBytes());
      byte[] sent = new byte[100_000];
      new java.util.Random(1).nextBytes(sent);
      Thread writer = loom.threadFactory().newThread(() -> writeQuietly(client, sent));
      writer.start();
      byte[] received = new byte[sent.length];
      client.readFully(received);
      writer.join();

      assertThat(received).isEqualTo(sent);
      assertThat(failures).isEmpty();
      ProxyHeader read = seen.remove().proxyHeader().orElseThrow();
      assertThat(read.version()).isEqualTo(version);
      assertThat(read.source()).hasValue(from);
      assertThat(read.destination()).hasValue(to);
      assertThat(read.hasChecksum()).isEqualTo(hasChecksum);
      assertThat(read.tlvs())
          .allSatisfy(tlv -> assertThat(tlv.type()).isEqualTo(ProxyTlv.UNIQUE_ID));
    }
  }

  private static void writeQuietly(StreamConnector client, byte[] bytes) {
    try {
      client.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // the reader notices
    }
  }

  private static int port(Server server) {
    return ((org.packetloom.ConnectorTarget.Host) server.uri().target()).port().orElseThrow();
  }

  @Test
  void itsChecksOfHealthDoNotFail() throws Exception {
    assumeTrue(executable().isPresent(), "haproxy");
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (Packetloom loom = Packetloom.open();
        Server server =
            loom.server(c -> c.inputStream().transferTo(c.outputStream()))
                .listen("tcp4://127.0.0.1:0")
                .proxyProtocol(ProxyProtocol.from("127.0.0.1"))
                .onFailure((_, failure) -> failures.add(failure))
                .start();
        Haproxy haproxy =
            Haproxy.start(
                folder, "", port(server), "send-proxy-v2 check inter 50ms check-send-proxy")) {
      assertThat(haproxy.process().isAlive()).isTrue();
      Await.until("three checks are over", () -> server.acceptedConnections() >= 3);
      assertThat(List.copyOf(failures))
          .allSatisfy(
              e -> assertThat(e).isInstanceOf(org.packetloom.ConnectionResetException.class));
    }
  }
}

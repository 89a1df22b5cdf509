// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.PacketloomSslSocketFactory;

/** The JDK's TLS over sockets of ours. */
final class TlsRecipe implements Recipe {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
  private static final int BYTES = 1 << 20;

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public String summary() {
    return "the JDK's TLS, with certificates on both sides, over TCP and a Unix-domain socket";
  }

  @Override
  public String urlForm() {
    return "";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    SSLSocketFactory jdk = LoopbackIdentity.showing().sslSocketFactory();
    bench.row(
        "1 MiB there and back over TCP",
        () ->
            echoed(
                PacketloomSslSocketFactory.over(jdk, new PacketloomSocketFactory()),
                new PacketloomServerSocketFactory()),
        () -> echoed(jdk, ServerSocketFactory.getDefault()));
    Path folder = Files.createTempDirectory("packetloom-tls-");
    try {
      String uri = "local://" + folder.resolve("tls.sock");
      bench.row(
          "1 MiB over a Unix-domain socket",
          () ->
              echoed(
                  PacketloomSslSocketFactory.over(jdk, new PacketloomSocketFactory(uri)),
                  new PacketloomServerSocketFactory(uri)),
          "not to be had");
    } finally {
      Files.delete(folder);
    }
  }

  private static String echoed(SSLSocketFactory clients, ServerSocketFactory servers)
      throws IOException, InterruptedException {
    try (ServerSocket listener = servers.createServerSocket(0, 1, HOST)) {
      Thread server = Thread.ofVirtual().start(() -> echo(listener));
      byte[] sent = new byte[BYTES];
      try (SSLSocket client =
          (SSLSocket) clients.createSocket("localhost", listener.getLocalPort())) {
        client.getOutputStream().write(sent);
        client.shutdownOutput();
        byte[] received = client.getInputStream().readAllBytes();
        server.join();
        return received.length + " bytes, " + client.getSession().getProtocol();
      }
    }
  }

  private static void echo(ServerSocket listener) {
    SSLSocketFactory tls = LoopbackIdentity.showing().sslSocketFactory();
    try (Socket below = listener.accept();
        SSLSocket socket = (SSLSocket) tls.createSocket(below, "localhost", 0, true)) {
      socket.setUseClientMode(false);
      socket.setNeedClientAuth(true);
      byte[] received = socket.getInputStream().readNBytes(BYTES);
      socket.getOutputStream().write(received);
    } catch (IOException _) {
      // the client gets less than it sent, and says so
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;

/**
 * {@link ServerSocket} with a virtual thread for each connection: the JDK's own, or the drop-in,
 * which differs from it in the factories alone.
 */
final class SocketServer implements PeerServer {
  private static final int BACKLOG = 4096;
  private static final int RETRY_MILLIS = 10;

  private final Make make;
  private Optional<SSLContext> identity = Optional.empty(); // set by start

  /** Of what the sockets are made. */
  private record Make(
      ServerSocketFactory servers, SocketFactory clients, ThreadFactory threads, String note) {}

  private SocketServer(Make make) {
    this.make = make;
  }

  /** Over the JDK's sockets. */
  static SocketServer ofJdk() {
    return new SocketServer(
        new Make(
            ServerSocketFactory.getDefault(),
            SocketFactory.getDefault(),
            Thread.ofVirtual().factory(),
            ""));
  }

  /** Over ours. */
  static SocketServer ofDropIn(String engine) throws IOException {
    Packetloom loom = Packetloom.builder().engine(engine).open();
    Probe probe = loom.probe();
    String note = probe.engine().equals(engine) ? "" : "served by engine " + probe.engine();
    return new SocketServer(
        new Make(
            PacketloomServerSocketFactory.of(loom),
            PacketloomSocketFactory.of(loom),
            loom.threadFactory(),
            note));
  }

  @Override
  public int start(ServerPlan plan) throws IOException {
    if (plan.variant().equals(ServerPlan.TLS)) {
      identity = Optional.of(TlsIdentity.context());
    }
    ServerSocket listener =
        make.servers.createServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    startThread(() -> acceptAll(listener, plan));
    return listener.getLocalPort();
  }

  private void startThread(Runnable work) {
    make.threads.newThread(work).start();
  }

  @Override
  public ThreadFactory threads() {
    return make.threads;
  }

  @Override
  public String note() {
    return make.note;
  }

  private void acceptAll(ServerSocket listener, ServerPlan plan) {
    Pause.millis(0); // later there may be no descriptor to load it with
    while (true) {
      try {
        Socket connection = listener.accept();
        startThread(() -> serve(connection, plan));
      } catch (IOException _) {
        Pause.millis(RETRY_MILLIS); // there was no descriptor left
      }
    }
  }

  /** The socket itself, or one that encrypts over it. */
  private Socket encrypted(Socket socket, boolean isClient) throws IOException {
    if (identity.isEmpty()) {
      return socket;
    }
    SSLSocket encrypted =
        (SSLSocket)
            identity
                .get()
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
    encrypted.setUseClientMode(isClient);
    encrypted.setEnabledProtocols(new String[] {TlsIdentity.VERSION});
    encrypted.setEnabledCipherSuites(new String[] {TlsIdentity.CIPHERS});
    encrypted.startHandshake();
    return encrypted;
  }

  private void serve(Socket accepted, ServerPlan plan) {
    try (accepted) {
      accepted.setTcpNoDelay(true);
      Socket connection = encrypted(accepted, false);
      if (plan.timed()) {
        connection.setSoTimeout(ServerPlan.DEADLINE_SECONDS * 1000);
      }
      if (plan.role() == Role.RELAY) {
        relay(connection, plan);
        return;
      }
      InputStream input = connection.getInputStream();
      OutputStream output = connection.getOutputStream();
      byte[] block = new byte[plan.blockBytes()];
      switch (plan.role()) {
        case ECHO, PINGPONG -> echo(input, output, block);
        case SOURCE -> {
          while (true) {
            output.write(block);
          }
        }
        case SINK -> {
          while (input.read(block) >= 0) {}
        }
        case RELAY, DATAGRAM, CASCADE ->
            throw new UnsupportedOperationException(plan.role().word());
      }
    } catch (IOException _) {
      // the client has left: it counts what failed
    }
  }

  private void relay(Socket client, ServerPlan plan) throws IOException {
    try (var peer = make.clients.createSocket(InetAddress.getByName("127.0.0.1"), plan.target())) {
      peer.setTcpNoDelay(true);
      Thread back = make.threads.newThread(() -> passOn(peer, client, plan.blockBytes()));
      back.start();
      passOn(client, peer, plan.blockBytes());
      back.join();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.toString());
    }
  }

  /** One direction, to its end. */
  private static void passOn(Socket from, Socket to, int blockBytes) {
    try {
      echo(from.getInputStream(), to.getOutputStream(), new byte[blockBytes]);
      to.shutdownOutput();
    } catch (IOException _) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // the load generator misses what is lost
    }
  }

  private static void echo(InputStream input, OutputStream output, byte[] block)
      throws IOException {
    for (int n = input.read(block); n >= 0; n = input.read(block)) {
      output.write(block, 0, n);
    }
  }

  @Override
  public PingClient connect(int port, int messageBytes) throws IOException {
    Socket plain = make.clients.createSocket(InetAddress.getByName("127.0.0.1"), port);
    plain.setTcpNoDelay(true);
    Socket connection = encrypted(plain, true);
    return new Client(connection, connection.getInputStream(), connection.getOutputStream());
  }

  private record Client(Socket connection, InputStream input, OutputStream output)
      implements PingClient {
    @Override
    public void roundTrip(byte[] block) throws IOException {
      output.write(block);
      if (input.readNBytes(block, 0, block.length) < block.length) {
        throw new IOException("end of stream");
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}

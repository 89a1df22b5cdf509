// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The JDK's {@link ServerSocket}, with a virtual thread for each connection. */
final class JdkSocketServer implements PeerServer {
  private static final int BACKLOG = 4096;
  private static final int RETRY_MILLIS = 10;

  @Override
  public int start(ServerPlan plan) throws IOException {
    var listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    Thread.startVirtualThread(() -> acceptAll(listener, plan));
    return listener.getLocalPort();
  }

  private static void acceptAll(ServerSocket listener, ServerPlan plan) {
    Pause.millis(0); // later there may be no descriptor to load it with
    while (true) {
      try {
        Socket connection = listener.accept();
        Thread.startVirtualThread(() -> serve(connection, plan));
      } catch (IOException _) {
        Pause.millis(RETRY_MILLIS); // there was no descriptor left
      }
    }
  }

  private static void serve(Socket connection, ServerPlan plan) {
    try (connection) {
      connection.setTcpNoDelay(true);
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

  private static void relay(Socket client, ServerPlan plan) throws IOException {
    try (var peer = new Socket(InetAddress.getByName("127.0.0.1"), plan.target())) {
      peer.setTcpNoDelay(true);
      Thread back = Thread.startVirtualThread(() -> passOn(peer, client, plan.blockBytes()));
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
  public PingClient connect(int port, int blockBytes) throws IOException {
    var connection = new Socket(InetAddress.getByName("127.0.0.1"), port);
    connection.setTcpNoDelay(true);
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

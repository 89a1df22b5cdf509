// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The JDK's {@link ServerSocket}, with a virtual thread for each connection. */
final class JdkSocketServer implements PeerServer {
  private static final int BACKLOG = 4096;

  @Override
  public int start(ServerPlan plan) throws IOException {
    var listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    Thread.startVirtualThread(() -> acceptAll(listener, plan));
    return listener.getLocalPort();
  }

  private static void acceptAll(ServerSocket listener, ServerPlan plan) {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.startVirtualThread(() -> serve(connection, plan));
      }
    } catch (IOException e) {
      throw new IllegalStateException("accept", e);
    }
  }

  private static void serve(Socket connection, ServerPlan plan) {
    try (connection) {
      connection.setTcpNoDelay(true);
      if (plan.timed()) {
        connection.setSoTimeout(ServerPlan.DEADLINE_SECONDS * 1000);
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
      }
    } catch (IOException _) {
      // the client has left: it counts what failed
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

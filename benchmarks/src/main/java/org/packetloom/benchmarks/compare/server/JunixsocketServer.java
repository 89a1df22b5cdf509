// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The junixsocket library. Its threads are platform threads: its calls block in native code, where
 * a virtual thread would hold its carrier.
 */
final class JunixsocketServer implements PeerServer {
  private static final int BACKLOG = 4096;

  @Override
  public int start(ServerPlan plan) throws IOException {
    var path = new File(plan.localPath().orElseThrow());
    AFUNIXServerSocket listener = AFUNIXServerSocket.newInstance();
    listener.bind(AFUNIXSocketAddress.of(path), BACKLOG);
    Thread.ofPlatform().daemon().start(() -> acceptAll(listener, plan.blockBytes()));
    return 0;
  }

  private static void acceptAll(AFUNIXServerSocket listener, int blockBytes) {
    try {
      while (true) {
        AFUNIXSocket connection = listener.accept();
        Thread.ofPlatform().daemon().start(() -> echo(connection, blockBytes));
      }
    } catch (IOException e) {
      throw new IllegalStateException("accept", e);
    }
  }

  private static void echo(AFUNIXSocket connection, int blockBytes) {
    try (connection) {
      InputStream input = connection.getInputStream();
      OutputStream output = connection.getOutputStream();
      byte[] block = new byte[blockBytes];
      for (int n = input.read(block); n >= 0; n = input.read(block)) {
        output.write(block, 0, n);
      }
    } catch (IOException _) {
      // the client has left: it counts what failed
    }
  }

  @Override
  public String note() {
    return "platform threads";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;

/** Interrupts a thread that reads, and looks what became of the connection. */
final class InterruptProof implements Proof {
  @Override
  public String title() {
    return "interrupt a thread that waits in read";
  }

  @Override
  public String ours(Packetloom loom) throws IOException, InterruptedException {
    try (Pair pair = loom.pair("tcp4://127.0.0.1:0")) {
      Throwable thrown =
          interrupted(loom.threadFactory(), () -> pair.first().read(ByteBuffer.allocate(1)));
      if (!(thrown instanceof ConnectorInterruptedException)) {
        throw new IOException("the read ended with " + thrown);
      }
      pair.first().write(new byte[] {1});
      pair.second().readFully(new byte[1]);
      pair.second().write(new byte[] {2});
      pair.first().readFully(new byte[1]);
      return "the read ends, the connection stays: a round trip over it works";
    }
  }

  @Override
  public String theirs() throws IOException, InterruptedException {
    return "the read ends, and SocketChannel is " + channel() + ", Socket is " + socket();
  }

  private static String channel() throws IOException, InterruptedException {
    try (JdkPair pair = JdkPair.open()) {
      interrupted(Thread.ofVirtual().factory(), () -> pair.first().read(ByteBuffer.allocate(1)));
      return pair.first().isOpen() ? "open" : "closed";
    }
  }

  private static String socket() throws IOException, InterruptedException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, loopback);
        Socket first = new Socket(loopback, listener.getLocalPort());
        Socket _ = listener.accept()) {
      interrupted(Thread.ofVirtual().factory(), () -> first.getInputStream().read());
      return first.isClosed() ? "closed" : "open";
    }
  }

  /** Runs a read that waits, interrupts it, and returns what it threw; null if nothing. */
  private static Throwable interrupted(ThreadFactory threads, Watchdog.Work<Integer> read)
      throws IOException, InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        threads.newThread(
            () -> {
              try {
                read.run();
              } catch (IOException | InterruptedException | RuntimeException e) {
                thrown.set(e);
              }
            });
    reader.start();
    Proof.awaitParked(reader);
    reader.interrupt();
    reader.join();
    return thrown.get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** The JDK's own sockets: the control. */
public final class JdkSockets implements Sockets {
  private final ThreadFactory threads;

  private JdkSockets(ThreadFactory threads) {
    this.threads = threads;
  }

  /** For tests in virtual threads. */
  public static JdkSockets inVirtualThreads() {
    return new JdkSockets(Thread.ofVirtual().name("test-", 0).factory());
  }

  /** For tests in platform threads. */
  public static JdkSockets inPlatformThreads() {
    return new JdkSockets(Thread.ofPlatform().daemon().name("test-", 0).factory());
  }

  @Override
  public Socket newSocket(SocketAddress target) {
    return new Socket();
  }

  @Override
  public ServerSocket newServerSocket() throws IOException {
    return new ServerSocket();
  }

  @Override
  public ServerSocket newTypedServerSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket accepted = new OwnSocket();
        implAccept(accepted);
        return accepted;
      }
    };
  }

  @Override
  public Class<? extends Socket> acceptedType() {
    return OwnSocket.class;
  }

  @Override
  public DatagramSocket newDatagramSocket(SocketAddress local) throws IOException {
    return new DatagramSocket(local);
  }

  @Override
  public MulticastSocket newMulticastSocket(SocketAddress local) throws IOException {
    return new MulticastSocket(local);
  }

  @Override
  public DatagramSocket newDatagramSocket() throws IOException {
    return new DatagramSocket();
  }

  @Override
  public DatagramSocket newDatagramSocket(int port) throws IOException {
    return new DatagramSocket(port);
  }

  @Override
  public DatagramSocket newDatagramSocket(int port, InetAddress host) throws IOException {
    return new DatagramSocket(port, host);
  }

  @Override
  public MulticastSocket newMulticastSocket() throws IOException {
    return new MulticastSocket();
  }

  @Override
  public MulticastSocket newMulticastSocket(int port) throws IOException {
    return new MulticastSocket(port);
  }

  @Override
  public Optional<SocketFactory> clientFactory() {
    return Optional.of(SocketFactory.getDefault());
  }

  @Override
  public Optional<ServerSocketFactory> serverFactory() {
    return Optional.of(ServerSocketFactory.getDefault());
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }

  /** It is made of whole milliseconds of the clock on the wall. */
  @Override
  public Duration connectsEarlierBy() {
    return Duration.ofMillis(1);
  }

  /** A platform thread waits inside the system, which to the JVM is running native code. */
  @Override
  public boolean isWaiting(Thread thread) {
    if (Sockets.super.isWaiting(thread)) {
      return true;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    return !thread.isVirtual()
        && stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch.");
  }

  /** A class that only {@code implAccept} knows. */
  private static final class OwnSocket extends Socket {}
}

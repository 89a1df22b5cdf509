// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Row;
import org.packetloom.suite.Task;

/** The hook of the contracts of {@code java.net}, and the words their topics share. */
public interface SocketRow extends Row {
  /** More bytes than a connection holds in its buffers. */
  int MORE_THAN_BUFFERS = 16 << 20;

  /** What makes the sockets under test: the one thing that a row must give. */
  Sockets sockets();

  @Override
  default Set<Feature> features() {
    return Feature.ofThisProcess();
  }

  @Override
  default ThreadFactory threads() {
    return sockets().threads();
  }

  /** Skips the test on sockets that are not of the internet. */
  default void assumeInternet() {
    assumeThat(sockets().isInternet()).as("addresses are host and port").isTrue();
  }

  /** Skips the test where an interrupt does not close. */
  default void assumeInterruptCloses() {
    assumeThat(sockets().interruptCloses()).as("an interrupt closes").isTrue();
  }

  /** Skips the test where an interrupt closes. */
  default void assumeInterruptIsPutOff() {
    assumeThat(sockets().interruptCloses()).as("an interrupt closes").isFalse();
  }

  /** A server socket at an address of its own. */
  default ServerSocket listen() throws IOException {
    ServerSocket server = sockets().newServerSocket();
    server.bind(sockets().vacantAddress());
    return server;
  }

  /** A socket that is not connected yet, to be connected to this server. */
  default Socket clientOf(ServerSocket server) throws IOException {
    return sockets().newSocket(server.getLocalSocketAddress());
  }

  /** What {@link #clientOf} has to connect to. */
  default SocketAddress nameOf(ServerSocket server) {
    return sockets().nameOf(server.getLocalSocketAddress());
  }

  /** A socket connected to this server, which has not accepted yet. */
  default Socket connectTo(ServerSocket server) throws IOException {
    Socket client = clientOf(server);
    client.connect(nameOf(server));
    return client;
  }

  /** Two sockets connected to each other. */
  default SocketEnds open() throws IOException {
    try (ServerSocket server = listen()) {
      Socket near = connectTo(server);
      return new SocketEnds(near, server.accept());
    }
  }

  /** Starts a call that must wait, and waits until it does. */
  default <T> Task<T> startWaiting(Callable<T> call) {
    Task<T> task = start(call);
    Await.until("the call waits", () -> isWaiting(task));
    return task;
  }

  /** Starts an action that must wait, and waits until it does. */
  default Task<Void> startWaitingAction(Task.Action action) {
    return startWaiting(
        () -> {
          action.run();
          return null;
        });
  }

  private boolean isWaiting(Task<?> task) {
    if (task.hasEnded()) {
      throw new AssertionError("ended instead of waiting", task.failure());
    }
    return sockets().isWaiting(task.thread());
  }

  /** Starts a read that must wait, as the peer sends nothing. */
  default Task<Integer> startRead(Socket socket) {
    return startWaiting(() -> socket.getInputStream().read());
  }

  /** Starts a write that must wait, as the peer does not read. */
  default Task<Void> startWrite(Socket socket) {
    return startWaitingAction(() -> socket.getOutputStream().write(new byte[MORE_THAN_BUFFERS]));
  }

  /** Sends a byte each way. */
  default void assertTalk(SocketEnds ends) throws IOException {
    ends.near().getOutputStream().write(1);
    assertThat(ends.far().getInputStream().read()).isEqualTo(1);
    ends.far().getOutputStream().write(2);
    assertThat(ends.near().getInputStream().read()).isEqualTo(2);
  }

  /** Closes the socket so that the peer gets a reset. */
  default void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Checks that the call fails as one on a closed, unbound or unconnected socket. */
  default void assertSocketException(ThrowingCallable call) {
    assertThatExceptionOfType(SocketException.class).isThrownBy(call);
  }

  /** Runs a call that must take at least this long. */
  default void assertLasts(Duration least, Task.Action action) throws Exception {
    long begin = System.nanoTime();
    action.run();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(least);
  }
}

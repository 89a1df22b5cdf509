// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

/*
 * What a peer can cause, such as a refusal of an earlier answer, is reported and followed by the
 * next attempt at once: each is told once, and a pause would let one peer hold up the others. Any
 * other failure, such as too little memory, is followed by a pause that doubles. A drain ends the
 * wait by a deadline.
 */

/** Receives datagrams from one connector and has each handled, one after another. */
final class DatagramWorker implements Runnable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RunningDatagramServer server;
  private final DatagramConnector connector;
  private final ReceivedDatagram datagram;

  /** Length of the next pause; used by the own thread only. */
  private long pauseNanos = FIRST_PAUSE_NANOS;

  DatagramWorker(RunningDatagramServer server, DatagramConnector connector, int sizeBytes) {
    this.server = server;
    this.connector = connector;
    this.datagram = new ReceivedDatagram(connector, sizeBytes);
  }

  @Override
  public void run() {
    try {
      boolean goesOn = true;
      while (goesOn && !server.stops()) {
        goesOn = receiveOne();
      }
    } finally {
      server.leave();
    }
  }

  private boolean receiveOne() {
    try {
      datagram.receive();
      pauseNanos = FIRST_PAUSE_NANOS;
    } catch (ClosedChannelException _) {
      return false;
    } catch (PollerFailedException failure) {
      server.endBy(failure);
      return false;
    } catch (ConnectionRefusedException | HostUnreachableException failure) {
      server.receiveFailed(connector.uri(), failure);
      return true;
    } catch (ConnectorTimeoutException _) {
      server.pause(FIRST_PAUSE_NANOS); // a timeout of the user's, which means nothing here
      return true;
    } catch (Throwable failure) {
      return connector.isOpen() && goesOnAfter(failure);
    }
    server.handle(datagram);
    Thread.interrupted(); // left by the handler; who wants the server to end closes it
    return true;
  }

  private boolean goesOnAfter(Throwable failure) {
    server.receiveFailed(connector.uri(), failure);
    server.pause(pauseNanos);
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    return true;
  }
}

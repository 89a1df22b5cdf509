// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** What failures of channels are called by the sockets that are views of them. */
final class SocketFailures {
  private SocketFailures() {}

  /** Something to do by a channel. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** Runs a step of a socket; {@link SocketException} where sockets have that. */
  static <T> T call(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (ClosedByInterruptException e) {
      throw e; // told as it is, by the JDK's too
    } catch (ClosedChannelException e) {
      throw socketFailure("Socket is closed", e);
    } catch (NotYetConnectedException e) {
      throw socketFailure("Socket is not connected", e);
    } catch (NotYetBoundException e) {
      throw socketFailure("Socket is not bound yet", e);
    } catch (AlreadyBoundException e) {
      throw socketFailure("Already bound", e);
    } catch (AlreadyConnectedException e) {
      throw socketFailure("Already connected", e);
    } catch (ConnectionPendingException e) {
      throw socketFailure("Connection is pending", e);
    } catch (UnsupportedAddressTypeException e) {
      throw socketFailure("Unsupported address type", e);
    } catch (UnresolvedAddressException e) {
      throw (IOException) new UnknownHostException("Unresolved address").initCause(e);
    }
  }

  /** Runs a step that can only fail as a socket does, such as one about options. */
  static <T> T callPlain(Step<T> step) throws SocketException {
    try {
      return call(step);
    } catch (SocketException e) {
      throw e;
    } catch (IOException e) {
      throw socketFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static SocketException socketFailure(String message, Exception cause) {
    return new SocketException(message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectionTimedOutException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.HostUnreachableException;

/**
 * Failures of connectors, in the types and words of the JDK's sockets: code exists that looks at
 * the words. What the connector had to say is the cause.
 */
final class JdkFailures {
  private JdkFailures() {}

  /**
   * The failure of a call that may have waited.
   *
   * @param verb what timed out: Accept, Connect, Read or Write
   * @param socket is closed by an interrupt, where that closes
   */
  static IOException of(IOException failure, String verb, SteppedSocket<?> socket) {
    return switch (failure) {
      case SocketTimeoutException e -> timedOut(verb + " timed out", e);
      case ConnectorClosedByInterruptException e -> closedByInterrupt(e, socket);
      case ConnectorInterruptedException e -> new SocketInterruptedException(e);
      case ClosedChannelException e -> new SocketException("Socket closed", e);
      case BrokenPipeException e -> new SocketException("Broken pipe", e);
      case ConnectionResetException e -> new SocketException(reset(verb), e);
      case ConnectionTimedOutException e -> connectionTimedOut(verb, e);
      case ConnectionRefusedException e -> caused(new ConnectException("Connection refused"), e);
      case HostUnreachableException e -> caused(new NoRouteToHostException(unreachable(e)), e);
      default -> failure;
    };
  }

  /** The failure of a call that binds. */
  static IOException ofBinding(IOException failure, SteppedSocket<?> socket) {
    return switch (failure) {
      case AddressInUseException e -> caused(new BindException("Address already in use"), e);
      case AddressUnavailableException e ->
          caused(new BindException("Cannot assign requested address"), e);
      case AccessRefusedException e -> caused(new BindException("Permission denied"), e);
      default -> of(failure, "Bind", socket);
    };
  }

  private static String reset(String verb) {
    return verb.equals("Write") ? "Connection reset by peer" : "Connection reset";
  }

  private static IOException connectionTimedOut(String verb, ConnectionTimedOutException e) {
    String words = "Connection timed out";
    return verb.equals("Connect")
        ? caused(new ConnectException(words), e)
        : new SocketException(words, e);
  }

  private static String unreachable(HostUnreachableException e) {
    return e.errorName().equals("ENETUNREACH") ? "Network is unreachable" : "No route to host";
  }

  private static IOException timedOut(String words, SocketTimeoutException e) {
    SocketTimeoutException told = new SocketTimeoutException(words);
    told.bytesTransferred = e.bytesTransferred;
    return caused(told, e);
  }

  /**
   * The superclass that a call comes through closes the socket and names the reason, if it gets
   * this type on an interrupted virtual thread; for any other thread that is done here.
   */
  private static IOException closedByInterrupt(
      ConnectorClosedByInterruptException e, SteppedSocket<?> socket) {
    if (Thread.currentThread().isVirtual()) {
      return caused(new InterruptedIOException("Closed by interrupt"), e);
    }
    SocketException told = new SocketException("Closed by interrupt", e);
    try {
      socket.closeOwner();
    } catch (IOException closing) {
      told.addSuppressed(closing);
    }
    return told;
  }

  private static IOException caused(IOException told, IOException cause) {
    told.initCause(cause);
    return told;
  }
}

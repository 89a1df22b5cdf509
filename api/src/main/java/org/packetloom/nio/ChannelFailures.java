// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectionTimedOutException;
import org.packetloom.HostUnreachableException;

/**
 * Failures of connectors, in the types and words of the JDK's channels: code exists that looks at
 * the words. What the connector had to say is the cause.
 */
final class ChannelFailures {
  private ChannelFailures() {}

  /** The failure of a read. */
  static IOException ofRead(IOException failure) {
    return failure instanceof ConnectionResetException
        ? new SocketException("Connection reset", failure)
        : ofTransfer(failure);
  }

  /** The failure of a write. */
  static IOException ofWrite(IOException failure) {
    return switch (failure) {
      case ConnectionResetException e -> new SocketException("Connection reset by peer", e);
      case BrokenPipeException e -> new SocketException("Broken pipe", e);
      default -> ofTransfer(failure);
    };
  }

  private static IOException ofTransfer(IOException failure) {
    return failure instanceof ConnectionTimedOutException
        ? new SocketException("Connection timed out", failure)
        : failure;
  }

  /** The failure of a call that sends or receives datagrams. */
  static IOException ofDatagram(IOException failure) {
    return failure instanceof ConnectionRefusedException
        ? caused(new PortUnreachableException(), failure)
        : failure;
  }

  /** The failure of a call that connects. */
  static IOException ofConnecting(IOException failure) {
    return switch (failure) {
      case ConnectionRefusedException e -> caused(new ConnectException("Connection refused"), e);
      case ConnectionTimedOutException e -> caused(new ConnectException("Connection timed out"), e);
      case HostUnreachableException e -> caused(new NoRouteToHostException(unreachable(e)), e);
      case AccessRefusedException e -> new SocketException("Permission denied", e);
      default -> failure;
    };
  }

  private static String unreachable(HostUnreachableException e) {
    return e.errorName().equals("ENETUNREACH") ? "Network is unreachable" : "No route to host";
  }

  /** The failure of a call that binds. */
  static IOException ofBinding(IOException failure) {
    return switch (failure) {
      case AddressInUseException e -> caused(new BindException("Address already in use"), e);
      case AddressUnavailableException e ->
          caused(new BindException("Cannot assign requested address"), e);
      case AccessRefusedException e -> caused(new BindException("Permission denied"), e);
      default -> failure;
    };
  }

  private static IOException caused(IOException told, IOException cause) {
    told.initCause(cause);
    return told;
  }
}

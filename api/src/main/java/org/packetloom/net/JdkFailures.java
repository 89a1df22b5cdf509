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
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.FailureDetail;
import org.packetloom.HostUnreachableException;
import org.packetloom.MessageTooLargeException;
import org.packetloom.Packetloom;

/**
 * Failures of connectors, in the types and words of the JDK's sockets: code exists that looks at
 * the words. What the connector had to say is the cause.
 */
final class JdkFailures {
  /** What a call does, as the JDK's timeouts call it. */
  enum Verb {
    ACCEPT("Accept"),
    BIND("Bind"),
    CONNECT("Connect"),
    OPTION("Option"),
    READ("Read"),
    WRITE("Write");

    private final String words;

    Verb(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private JdkFailures() {}

  /**
   * The failure of a call that may have waited.
   *
   * @param verb what the call does
   * @param socket whose call it is; closed by an interrupt, where that closes
   */
  static IOException of(IOException failure, Verb verb, SteppedSocket<?> socket) {
    return switch (failure) {
      case SocketTimeoutException e -> timedOut(e, verb, socket);
      case ConnectorClosedByInterruptException e -> closedByInterrupt(e, verb, socket);
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
      default -> of(failure, Verb.BIND, socket);
    };
  }

  /** The failure of a datagram socket that has nothing to do with waiting. */
  static SocketException ofDatagrams(IOException failure) {
    return switch (failure) {
      case AddressInUseException e -> caused(new BindException("Address already in use"), e);
      case AddressUnavailableException e ->
          caused(new BindException("Cannot assign requested address"), e);
      case MessageTooLargeException e -> new SocketException("Message too long", e);
      case HostUnreachableException e -> caused(new NoRouteToHostException(unreachable(e)), e);
      case SocketException e -> e;
      case ClosedChannelException e -> new SocketException("Socket closed", e);
      default -> new SocketException(failure.getMessage(), failure);
    };
  }

  /** Whether the JDK tells so that somebody has closed a socket or a channel. */
  static boolean isOfClosed(IOException thrown) {
    String words = thrown.getMessage();
    return thrown instanceof ClosedChannelException
        || words != null && (words.equals("Socket closed") || words.equals("Socket is closed"));
  }

  /** The failure of a connector over a socket or a channel that somebody has closed. */
  static IOException closed(String operation, Connector connector, IOException thrown) {
    FailureDetail detail = FailureDetail.atOnce(operation, connector.toString(), "closed");
    return caused(new ConnectorClosedException(detail), thrown);
  }

  /** The toolkit that is used where no other is named. */
  static Packetloom sharedToolkit() throws SocketException {
    try {
      return Packetloom.shared();
    } catch (IOException e) {
      throw ofDatagrams(e);
    }
  }

  private static String reset(Verb verb) {
    return verb == Verb.WRITE ? "Connection reset by peer" : "Connection reset";
  }

  private static IOException connectionTimedOut(Verb verb, ConnectionTimedOutException e) {
    String words = "Connection timed out";
    return verb == Verb.CONNECT
        ? caused(new ConnectException(words), e)
        : new SocketException(words, e);
  }

  private static String unreachable(HostUnreachableException e) {
    return e.errorName().equals("ENETUNREACH") ? "Network is unreachable" : "No route to host";
  }

  /** Code exists that tries again after a timeout it has not asked for: such have another type. */
  private static IOException timedOut(
      SocketTimeoutException e, Verb verb, SteppedSocket<?> socket) {
    if (!socket.hasTimedOut(verb)) {
      return new SocketDeadlineException(e);
    }
    SocketTimeoutException told = new SocketTimeoutException(verb + " timed out");
    told.bytesTransferred = e.bytesTransferred;
    return caused(told, e);
  }

  /**
   * The superclass that a call comes through closes the socket and names the reason, if it gets
   * this type on an interrupted virtual thread; for any other thread, and where the superclass does
   * not, that is done here.
   */
  private static IOException closedByInterrupt(
      ConnectorClosedByInterruptException e, Verb verb, SteppedSocket<?> socket) {
    if (Thread.currentThread().isVirtual() && verb != Verb.CONNECT) {
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

  private static <E extends IOException> E caused(E told, IOException cause) {
    told.initCause(cause);
    return told;
  }
}

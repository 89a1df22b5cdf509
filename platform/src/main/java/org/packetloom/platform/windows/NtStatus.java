// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** What completions say, as numbers of {@link WindowsErrors}. */
final class NtStatus {
  static final int STATUS_SUCCESS = 0; // ntstatus.h
  static final int STATUS_PENDING = 0x103; // ntstatus.h
  static final int STATUS_BUFFER_OVERFLOW = 0x80000005; // ntstatus.h
  static final int STATUS_HANDLES_CLOSED = 0x8000000A; // ntstatus.h
  static final int STATUS_INVALID_HANDLE = 0xC0000008; // ntstatus.h
  static final int STATUS_INVALID_PARAMETER = 0xC000000D; // ntstatus.h
  static final int STATUS_END_OF_FILE = 0xC0000011; // ntstatus.h
  static final int STATUS_NO_MEMORY = 0xC0000017; // ntstatus.h
  static final int STATUS_ACCESS_DENIED = 0xC0000022; // ntstatus.h
  static final int STATUS_OBJECT_TYPE_MISMATCH = 0xC0000024; // ntstatus.h
  static final int STATUS_OBJECT_NAME_NOT_FOUND = 0xC0000034; // ntstatus.h
  static final int STATUS_SHARING_VIOLATION = 0xC0000043; // ntstatus.h
  static final int STATUS_INSUFFICIENT_RESOURCES = 0xC000009A; // ntstatus.h
  static final int STATUS_PIPE_NOT_AVAILABLE = 0xC00000AC; // ntstatus.h
  static final int STATUS_PIPE_BUSY = 0xC00000AE; // ntstatus.h
  static final int STATUS_PIPE_DISCONNECTED = 0xC00000B0; // ntstatus.h
  static final int STATUS_PIPE_CLOSING = 0xC00000B1; // ntstatus.h
  static final int STATUS_PIPE_CONNECTED = 0xC00000B2; // ntstatus.h
  static final int STATUS_PIPE_LISTENING = 0xC00000B3; // ntstatus.h
  static final int STATUS_IO_TIMEOUT = 0xC00000B5; // ntstatus.h
  static final int STATUS_NOT_SUPPORTED = 0xC00000BB; // ntstatus.h
  static final int STATUS_REMOTE_NOT_LISTENING = 0xC00000BC; // ntstatus.h
  static final int STATUS_CANCELLED = 0xC0000120; // ntstatus.h
  static final int STATUS_LOCAL_DISCONNECT = 0xC000013B; // ntstatus.h
  static final int STATUS_REMOTE_DISCONNECT = 0xC000013C; // ntstatus.h
  static final int STATUS_ADDRESS_ALREADY_EXISTS = 0xC000020A; // ntstatus.h
  static final int STATUS_ADDRESS_CLOSED = 0xC000020B; // ntstatus.h
  static final int STATUS_CONNECTION_DISCONNECTED = 0xC000020C; // ntstatus.h
  static final int STATUS_CONNECTION_RESET = 0xC000020D; // ntstatus.h
  static final int STATUS_PIPE_BROKEN = 0xC000014B; // ntstatus.h
  static final int STATUS_TOO_MANY_ADDRESSES = 0xC0000209; // ntstatus.h
  static final int STATUS_TRANSACTION_ABORTED = 0xC000020F; // ntstatus.h
  static final int STATUS_CONNECTION_REFUSED = 0xC0000236; // ntstatus.h
  static final int STATUS_GRACEFUL_DISCONNECT = 0xC0000237; // ntstatus.h
  static final int STATUS_CONNECTION_INVALID = 0xC000023A; // ntstatus.h
  static final int STATUS_CONNECTION_ACTIVE = 0xC000023B; // ntstatus.h
  static final int STATUS_NETWORK_UNREACHABLE = 0xC000023C; // ntstatus.h
  static final int STATUS_HOST_UNREACHABLE = 0xC000023D; // ntstatus.h
  static final int STATUS_PROTOCOL_UNREACHABLE = 0xC000023E; // ntstatus.h
  static final int STATUS_PORT_UNREACHABLE = 0xC000023F; // ntstatus.h
  static final int STATUS_REQUEST_ABORTED = 0xC0000240; // ntstatus.h
  static final int STATUS_CONNECTION_ABORTED = 0xC0000241; // ntstatus.h
  static final int STATUS_INVALID_ADDRESS_COMPONENT = 0xC0000207; // ntstatus.h

  private NtStatus() {}

  /** Whether a status is an error, or a warning that something was left out. */
  static boolean isFailure(int status) {
    return status < 0;
  }

  /**
   * The error number.
   *
   * @param status one that is a failure
   * @return the positive number; of Winsock where the status is one of the network
   */
  static int error(int status) {
    return switch (status) {
      case STATUS_CANCELLED, STATUS_REQUEST_ABORTED -> WindowsErrors.ERROR_OPERATION_ABORTED;
      case STATUS_HANDLES_CLOSED, STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH ->
          WindowsErrors.ERROR_INVALID_HANDLE;
      case STATUS_BUFFER_OVERFLOW -> WindowsErrors.ERROR_MORE_DATA;
      case STATUS_INVALID_PARAMETER -> WindowsErrors.ERROR_INVALID_PARAMETER;
      case STATUS_END_OF_FILE -> WindowsErrors.ERROR_HANDLE_EOF;
      case STATUS_NO_MEMORY -> WindowsErrors.ERROR_NOT_ENOUGH_MEMORY;
      case STATUS_INSUFFICIENT_RESOURCES -> WindowsErrors.ERROR_NO_SYSTEM_RESOURCES;
      case STATUS_ACCESS_DENIED -> WindowsErrors.ERROR_ACCESS_DENIED;
      case STATUS_OBJECT_NAME_NOT_FOUND -> WindowsErrors.ERROR_FILE_NOT_FOUND;
      case STATUS_SHARING_VIOLATION -> WindowsErrors.ERROR_SHARING_VIOLATION;
      case STATUS_NOT_SUPPORTED -> WindowsErrors.ERROR_NOT_SUPPORTED;
      default -> pipeError(status);
    };
  }

  private static int pipeError(int status) {
    return switch (status) {
      case STATUS_PIPE_NOT_AVAILABLE, STATUS_PIPE_BUSY -> WindowsErrors.ERROR_PIPE_BUSY;
      case STATUS_PIPE_DISCONNECTED -> WindowsErrors.ERROR_PIPE_NOT_CONNECTED;
      case STATUS_PIPE_CLOSING -> WindowsErrors.ERROR_NO_DATA;
      case STATUS_PIPE_CONNECTED -> WindowsErrors.ERROR_PIPE_CONNECTED;
      case STATUS_PIPE_LISTENING -> WindowsErrors.ERROR_PIPE_LISTENING;
      case STATUS_PIPE_BROKEN -> WindowsErrors.ERROR_BROKEN_PIPE;
      default -> networkError(status);
    };
  }

  private static int networkError(int status) {
    return switch (status) {
      case STATUS_CONNECTION_REFUSED, STATUS_REMOTE_NOT_LISTENING -> WindowsErrors.WSAECONNREFUSED;
      case STATUS_IO_TIMEOUT -> WindowsErrors.WSAETIMEDOUT;
      case STATUS_CONNECTION_RESET,
          STATUS_CONNECTION_DISCONNECTED,
          STATUS_REMOTE_DISCONNECT,
          STATUS_PORT_UNREACHABLE ->
          WindowsErrors.WSAECONNRESET;
      case STATUS_CONNECTION_ABORTED, STATUS_LOCAL_DISCONNECT, STATUS_TRANSACTION_ABORTED ->
          WindowsErrors.WSAECONNABORTED;
      case STATUS_GRACEFUL_DISCONNECT -> WindowsErrors.WSAEDISCON;
      case STATUS_CONNECTION_INVALID -> WindowsErrors.WSAENOTCONN;
      case STATUS_CONNECTION_ACTIVE -> WindowsErrors.WSAEISCONN;
      case STATUS_NETWORK_UNREACHABLE, STATUS_PROTOCOL_UNREACHABLE -> WindowsErrors.WSAENETUNREACH;
      case STATUS_HOST_UNREACHABLE -> WindowsErrors.WSAEHOSTUNREACH;
      case STATUS_ADDRESS_ALREADY_EXISTS -> WindowsErrors.WSAEADDRINUSE;
      case STATUS_ADDRESS_CLOSED -> WindowsErrors.WSAENOTSOCK;
      case STATUS_TOO_MANY_ADDRESSES -> WindowsErrors.WSAENOBUFS;
      case STATUS_INVALID_ADDRESS_COMPONENT -> WindowsErrors.WSAEADDRNOTAVAIL;
      default -> WindowsErrors.ERROR_GEN_FAILURE;
    };
  }
}

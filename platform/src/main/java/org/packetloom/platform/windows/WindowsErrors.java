// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.Map;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Errors;

/** The error numbers of Windows: those of winerror.h, with Winsock's among them from 10000 on. */
final class WindowsErrors implements Errors {
  static final int ERROR_FILE_NOT_FOUND = 2; // winerror.h
  static final int ERROR_PATH_NOT_FOUND = 3; // winerror.h
  static final int ERROR_TOO_MANY_OPEN_FILES = 4; // winerror.h
  static final int ERROR_ACCESS_DENIED = 5; // winerror.h
  static final int ERROR_INVALID_HANDLE = 6; // winerror.h
  static final int ERROR_NOT_ENOUGH_MEMORY = 8; // winerror.h
  static final int ERROR_OUTOFMEMORY = 14; // winerror.h
  static final int ERROR_GEN_FAILURE = 31; // winerror.h
  static final int ERROR_SHARING_VIOLATION = 32; // winerror.h
  static final int ERROR_LOCK_VIOLATION = 33; // winerror.h
  static final int ERROR_HANDLE_EOF = 38; // winerror.h
  static final int ERROR_NOT_SUPPORTED = 50; // winerror.h
  static final int ERROR_FILE_EXISTS = 80; // winerror.h
  static final int ERROR_INVALID_PARAMETER = 87; // winerror.h
  static final int ERROR_BROKEN_PIPE = 109; // winerror.h
  static final int ERROR_CALL_NOT_IMPLEMENTED = 120; // winerror.h
  static final int ERROR_SEM_TIMEOUT = 121; // winerror.h
  static final int ERROR_INVALID_NAME = 123; // winerror.h
  static final int ERROR_BAD_PATHNAME = 161; // winerror.h
  static final int ERROR_ALREADY_EXISTS = 183; // winerror.h
  static final int ERROR_FILENAME_EXCED_RANGE = 206; // winerror.h
  static final int ERROR_BAD_PIPE = 230; // winerror.h
  static final int ERROR_PIPE_BUSY = 231; // winerror.h
  static final int ERROR_NO_DATA = 232; // winerror.h
  static final int ERROR_PIPE_NOT_CONNECTED = 233; // winerror.h
  static final int ERROR_MORE_DATA = 234; // winerror.h
  static final int WAIT_TIMEOUT = 258; // winerror.h
  static final int ERROR_PIPE_CONNECTED = 535; // winerror.h
  static final int ERROR_PIPE_LISTENING = 536; // winerror.h
  static final int ERROR_OPERATION_ABORTED = 995; // winerror.h
  static final int ERROR_IO_INCOMPLETE = 996; // winerror.h
  static final int ERROR_IO_PENDING = 997; // winerror.h
  static final int ERROR_NOT_FOUND = 1168; // winerror.h
  static final int ERROR_PRIVILEGE_NOT_HELD = 1314; // winerror.h
  static final int ERROR_NO_SYSTEM_RESOURCES = 1450; // winerror.h

  static final int WSAEINTR = 10004; // winerror.h
  static final int WSAEBADF = 10009; // winerror.h
  static final int WSAEACCES = 10013; // winerror.h
  static final int WSAEFAULT = 10014; // winerror.h
  static final int WSAEINVAL = 10022; // winerror.h
  static final int WSAEMFILE = 10024; // winerror.h
  static final int WSAEWOULDBLOCK = 10035; // winerror.h
  static final int WSAEINPROGRESS = 10036; // winerror.h
  static final int WSAEALREADY = 10037; // winerror.h
  static final int WSAENOTSOCK = 10038; // winerror.h
  static final int WSAEDESTADDRREQ = 10039; // winerror.h
  static final int WSAEMSGSIZE = 10040; // winerror.h
  static final int WSAEPROTOTYPE = 10041; // winerror.h
  static final int WSAENOPROTOOPT = 10042; // winerror.h
  static final int WSAEPROTONOSUPPORT = 10043; // winerror.h
  static final int WSAESOCKTNOSUPPORT = 10044; // winerror.h
  static final int WSAEOPNOTSUPP = 10045; // winerror.h
  static final int WSAEPFNOSUPPORT = 10046; // winerror.h
  static final int WSAEAFNOSUPPORT = 10047; // winerror.h
  static final int WSAEADDRINUSE = 10048; // winerror.h
  static final int WSAEADDRNOTAVAIL = 10049; // winerror.h
  static final int WSAENETDOWN = 10050; // winerror.h
  static final int WSAENETUNREACH = 10051; // winerror.h
  static final int WSAENETRESET = 10052; // winerror.h
  static final int WSAECONNABORTED = 10053; // winerror.h
  static final int WSAECONNRESET = 10054; // winerror.h
  static final int WSAENOBUFS = 10055; // winerror.h
  static final int WSAEISCONN = 10056; // winerror.h
  static final int WSAENOTCONN = 10057; // winerror.h
  static final int WSAESHUTDOWN = 10058; // winerror.h
  static final int WSAETIMEDOUT = 10060; // winerror.h
  static final int WSAECONNREFUSED = 10061; // winerror.h
  static final int WSAENAMETOOLONG = 10063; // winerror.h
  static final int WSAEHOSTDOWN = 10064; // winerror.h
  static final int WSAEHOSTUNREACH = 10065; // winerror.h
  static final int WSAEDISCON = 10101; // winerror.h

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "ERROR_INVALID_FUNCTION"),
          Map.entry(ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND"),
          Map.entry(ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND"),
          Map.entry(ERROR_TOO_MANY_OPEN_FILES, "ERROR_TOO_MANY_OPEN_FILES"),
          Map.entry(ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED"),
          Map.entry(ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE"),
          Map.entry(ERROR_NOT_ENOUGH_MEMORY, "ERROR_NOT_ENOUGH_MEMORY"),
          Map.entry(ERROR_OUTOFMEMORY, "ERROR_OUTOFMEMORY"),
          Map.entry(ERROR_GEN_FAILURE, "ERROR_GEN_FAILURE"),
          Map.entry(ERROR_SHARING_VIOLATION, "ERROR_SHARING_VIOLATION"),
          Map.entry(ERROR_LOCK_VIOLATION, "ERROR_LOCK_VIOLATION"),
          Map.entry(ERROR_HANDLE_EOF, "ERROR_HANDLE_EOF"),
          Map.entry(ERROR_NOT_SUPPORTED, "ERROR_NOT_SUPPORTED"),
          Map.entry(ERROR_FILE_EXISTS, "ERROR_FILE_EXISTS"),
          Map.entry(ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER"),
          Map.entry(ERROR_BROKEN_PIPE, "ERROR_BROKEN_PIPE"),
          Map.entry(ERROR_CALL_NOT_IMPLEMENTED, "ERROR_CALL_NOT_IMPLEMENTED"),
          Map.entry(ERROR_SEM_TIMEOUT, "ERROR_SEM_TIMEOUT"),
          Map.entry(ERROR_INVALID_NAME, "ERROR_INVALID_NAME"),
          Map.entry(ERROR_BAD_PATHNAME, "ERROR_BAD_PATHNAME"),
          Map.entry(ERROR_ALREADY_EXISTS, "ERROR_ALREADY_EXISTS"),
          Map.entry(ERROR_FILENAME_EXCED_RANGE, "ERROR_FILENAME_EXCED_RANGE"),
          Map.entry(ERROR_BAD_PIPE, "ERROR_BAD_PIPE"),
          Map.entry(ERROR_PIPE_BUSY, "ERROR_PIPE_BUSY"),
          Map.entry(ERROR_NO_DATA, "ERROR_NO_DATA"),
          Map.entry(ERROR_PIPE_NOT_CONNECTED, "ERROR_PIPE_NOT_CONNECTED"),
          Map.entry(ERROR_MORE_DATA, "ERROR_MORE_DATA"),
          Map.entry(WAIT_TIMEOUT, "WAIT_TIMEOUT"),
          Map.entry(ERROR_PIPE_CONNECTED, "ERROR_PIPE_CONNECTED"),
          Map.entry(ERROR_PIPE_LISTENING, "ERROR_PIPE_LISTENING"),
          Map.entry(ERROR_OPERATION_ABORTED, "ERROR_OPERATION_ABORTED"),
          Map.entry(ERROR_IO_INCOMPLETE, "ERROR_IO_INCOMPLETE"),
          Map.entry(ERROR_IO_PENDING, "ERROR_IO_PENDING"),
          Map.entry(ERROR_NOT_FOUND, "ERROR_NOT_FOUND"),
          Map.entry(ERROR_PRIVILEGE_NOT_HELD, "ERROR_PRIVILEGE_NOT_HELD"),
          Map.entry(ERROR_NO_SYSTEM_RESOURCES, "ERROR_NO_SYSTEM_RESOURCES"),
          Map.entry(WSAEINTR, "WSAEINTR"),
          Map.entry(WSAEBADF, "WSAEBADF"),
          Map.entry(WSAEACCES, "WSAEACCES"),
          Map.entry(WSAEFAULT, "WSAEFAULT"),
          Map.entry(WSAEINVAL, "WSAEINVAL"),
          Map.entry(WSAEMFILE, "WSAEMFILE"),
          Map.entry(WSAEWOULDBLOCK, "WSAEWOULDBLOCK"),
          Map.entry(WSAEINPROGRESS, "WSAEINPROGRESS"),
          Map.entry(WSAEALREADY, "WSAEALREADY"),
          Map.entry(WSAENOTSOCK, "WSAENOTSOCK"),
          Map.entry(WSAEDESTADDRREQ, "WSAEDESTADDRREQ"),
          Map.entry(WSAEMSGSIZE, "WSAEMSGSIZE"),
          Map.entry(WSAEPROTOTYPE, "WSAEPROTOTYPE"),
          Map.entry(WSAENOPROTOOPT, "WSAENOPROTOOPT"),
          Map.entry(WSAEPROTONOSUPPORT, "WSAEPROTONOSUPPORT"),
          Map.entry(WSAESOCKTNOSUPPORT, "WSAESOCKTNOSUPPORT"),
          Map.entry(WSAEOPNOTSUPP, "WSAEOPNOTSUPP"),
          Map.entry(WSAEPFNOSUPPORT, "WSAEPFNOSUPPORT"),
          Map.entry(WSAEAFNOSUPPORT, "WSAEAFNOSUPPORT"),
          Map.entry(WSAEADDRINUSE, "WSAEADDRINUSE"),
          Map.entry(WSAEADDRNOTAVAIL, "WSAEADDRNOTAVAIL"),
          Map.entry(WSAENETDOWN, "WSAENETDOWN"),
          Map.entry(WSAENETUNREACH, "WSAENETUNREACH"),
          Map.entry(WSAENETRESET, "WSAENETRESET"),
          Map.entry(WSAECONNABORTED, "WSAECONNABORTED"),
          Map.entry(WSAECONNRESET, "WSAECONNRESET"),
          Map.entry(WSAENOBUFS, "WSAENOBUFS"),
          Map.entry(WSAEISCONN, "WSAEISCONN"),
          Map.entry(WSAENOTCONN, "WSAENOTCONN"),
          Map.entry(WSAESHUTDOWN, "WSAESHUTDOWN"),
          Map.entry(10059, "WSAETOOMANYREFS"),
          Map.entry(WSAETIMEDOUT, "WSAETIMEDOUT"),
          Map.entry(WSAECONNREFUSED, "WSAECONNREFUSED"),
          Map.entry(10062, "WSAELOOP"),
          Map.entry(WSAENAMETOOLONG, "WSAENAMETOOLONG"),
          Map.entry(WSAEHOSTDOWN, "WSAEHOSTDOWN"),
          Map.entry(WSAEHOSTUNREACH, "WSAEHOSTUNREACH"),
          Map.entry(10067, "WSAEPROCLIM"),
          Map.entry(10091, "WSASYSNOTREADY"),
          Map.entry(10092, "WSAVERNOTSUPPORTED"),
          Map.entry(10093, "WSANOTINITIALISED"),
          Map.entry(WSAEDISCON, "WSAEDISCON"));

  @Override
  public String name(int number) {
    return NAMES.getOrDefault(number, "error " + number);
  }

  @Override
  public ErrorKind kind(int number) {
    return switch (number) {
      case WSAECONNREFUSED -> ErrorKind.REFUSED;
      case WSAETIMEDOUT, ERROR_SEM_TIMEOUT -> ErrorKind.TIMED_OUT;
      case WSAENETUNREACH, WSAEHOSTUNREACH, WSAENETDOWN, WSAEHOSTDOWN -> ErrorKind.UNREACHABLE;
      case WSAECONNRESET, WSAENETRESET, WSAEDISCON -> ErrorKind.RESET;
      case WSAECONNABORTED -> ErrorKind.ABORTED;
      // ERROR_NO_DATA: the reader of a pipe is gone. WSAESHUTDOWN: this end gave up writing.
      case ERROR_BROKEN_PIPE, ERROR_NO_DATA, ERROR_PIPE_NOT_CONNECTED, WSAESHUTDOWN ->
          ErrorKind.BROKEN_PIPE;
      case WSAEADDRINUSE, ERROR_ALREADY_EXISTS, ERROR_FILE_EXISTS -> ErrorKind.ADDRESS_IN_USE;
      case WSAEADDRNOTAVAIL -> ErrorKind.ADDRESS_UNAVAILABLE;
      case ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND -> ErrorKind.MISSING;
      case ERROR_ACCESS_DENIED, WSAEACCES, ERROR_PRIVILEGE_NOT_HELD -> ErrorKind.ACCESS;
      case WSAEMFILE,
          WSAENOBUFS,
          ERROR_TOO_MANY_OPEN_FILES,
          ERROR_NOT_ENOUGH_MEMORY,
          ERROR_OUTOFMEMORY,
          ERROR_NO_SYSTEM_RESOURCES ->
          ErrorKind.EXHAUSTED;
      case WSAENAMETOOLONG,
          WSAEAFNOSUPPORT,
          ERROR_INVALID_NAME,
          ERROR_BAD_PATHNAME,
          ERROR_FILENAME_EXCED_RANGE ->
          ErrorKind.INVALID_ADDRESS;
      case WSAENOTCONN, WSAEDESTADDRREQ -> ErrorKind.NOT_CONNECTED;
      case WSAEMSGSIZE, ERROR_MORE_DATA -> ErrorKind.TOO_LARGE;
      case ERROR_PIPE_BUSY, WSAEWOULDBLOCK, ERROR_LOCK_VIOLATION, ERROR_SHARING_VIOLATION ->
          ErrorKind.BUSY;
      case ERROR_CALL_NOT_IMPLEMENTED, WSAESOCKTNOSUPPORT, WSAEPROTONOSUPPORT, WSAEPFNOSUPPORT ->
          ErrorKind.UNSUPPORTED;
      default -> ErrorKind.OTHER;
    };
  }

  @Override
  public int wrongDirection() {
    return ERROR_INVALID_HANDLE;
  }
}

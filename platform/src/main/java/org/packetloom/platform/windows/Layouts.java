// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/** The C structs in use, with the names of the headers. 64-bit Windows; pointers are longs. */
final class Layouts {
  private Layouts() {}

  /** minwinbase.h; its beginning is the IO_STATUS_BLOCK of winternl.h. */
  static final StructLayout OVERLAPPED =
      structLayout(
              JAVA_LONG.withName("Internal"),
              JAVA_LONG.withName("InternalHigh"),
              JAVA_INT.withName("Offset"),
              JAVA_INT.withName("OffsetHigh"),
              JAVA_LONG.withName("hEvent"))
          .withName("OVERLAPPED");

  /** minwinbase.h. */
  static final StructLayout OVERLAPPED_ENTRY =
      structLayout(
              JAVA_LONG.withName("lpCompletionKey"),
              JAVA_LONG.withName("lpOverlapped"),
              JAVA_LONG.withName("Internal"),
              JAVA_INT.withName("dwNumberOfBytesTransferred"),
              paddingLayout(4))
          .withName("OVERLAPPED_ENTRY");

  /** ws2def.h. */
  static final StructLayout WSABUF =
      structLayout(JAVA_INT.withName("len"), paddingLayout(4), JAVA_LONG.withName("buf"))
          .withName("WSABUF");

  /** ntafd.h, with the one AFD_POLL_HANDLE_INFO that is used. */
  static final StructLayout AFD_POLL_INFO =
      structLayout(
              JAVA_LONG.withName("Timeout"),
              JAVA_INT.withName("NumberOfHandles"),
              JAVA_INT.withName("Exclusive"),
              JAVA_LONG.withName("Handle"),
              JAVA_INT.withName("Events"),
              JAVA_INT.withName("Status"))
          .withName("AFD_POLL_INFO");

  /** winternl.h. */
  static final StructLayout UNICODE_STRING =
      structLayout(
              JAVA_SHORT.withName("Length"),
              JAVA_SHORT.withName("MaximumLength"),
              paddingLayout(4),
              JAVA_LONG.withName("Buffer"))
          .withName("UNICODE_STRING");

  /** winternl.h. */
  static final StructLayout OBJECT_ATTRIBUTES =
      structLayout(
              JAVA_INT.withName("Length"),
              paddingLayout(4),
              JAVA_LONG.withName("RootDirectory"),
              JAVA_LONG.withName("ObjectName"),
              JAVA_INT.withName("Attributes"),
              paddingLayout(4),
              JAVA_LONG.withName("SecurityDescriptor"),
              JAVA_LONG.withName("SecurityQualityOfService"))
          .withName("OBJECT_ATTRIBUTES");

  /** ws2def.h. Port and address are in network order. */
  static final StructLayout sockaddr_in =
      structLayout(
              JAVA_SHORT.withName("sin_family"),
              JAVA_SHORT.withName("sin_port"),
              sequenceLayout(4, JAVA_BYTE).withName("sin_addr"),
              sequenceLayout(8, JAVA_BYTE).withName("sin_zero"))
          .withName("sockaddr_in");

  /** ws2ipdef.h. Port and address are in network order, the scope is not. */
  static final StructLayout sockaddr_in6 =
      structLayout(
              JAVA_SHORT.withName("sin6_family"),
              JAVA_SHORT.withName("sin6_port"),
              JAVA_INT.withName("sin6_flowinfo"),
              sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
              JAVA_INT.withName("sin6_scope_id"))
          .withName("sockaddr_in6");

  /** afunix.h. */
  static final StructLayout sockaddr_un =
      structLayout(
              JAVA_SHORT.withName("sun_family"),
              sequenceLayout(108, JAVA_BYTE).withName("sun_path"))
          .withName("sockaddr_un");

  /** ws2def.h: room for an address of any family. */
  static final int SOCKADDR_STORAGE_SIZE = 128;

  /** ws2def.h and winsock2.h: room for what WSAStartup tells. */
  static final int WSADATA_SIZE = 512;

  /** Where a member begins. */
  static long offset(StructLayout layout, String member) {
    return layout.byteOffset(PathElement.groupElement(member));
  }
}

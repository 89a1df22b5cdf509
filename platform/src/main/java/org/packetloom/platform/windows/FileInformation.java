// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What a file is.
 *
 * @param attributes FILE_ATTRIBUTE_…
 * @param tag of a reparse point, 0 if it is none
 * @param volume number of the volume
 * @param index number of the file on it
 */
record FileInformation(int attributes, int tag, long volume, long index) {
  static final int FILE_ATTRIBUTE_DIRECTORY = 0x10; // winnt.h
  static final int FILE_ATTRIBUTE_REPARSE_POINT = 0x400; // winnt.h
  static final int IO_REPARSE_TAG_AF_UNIX = 0x80000023; // winnt.h

  /** fileapi.h. */
  static final StructLayout BY_HANDLE_FILE_INFORMATION =
      structLayout(
              JAVA_INT.withName("dwFileAttributes"),
              JAVA_INT.withName("ftCreationTime.dwLowDateTime"),
              JAVA_INT.withName("ftCreationTime.dwHighDateTime"),
              JAVA_INT.withName("ftLastAccessTime.dwLowDateTime"),
              JAVA_INT.withName("ftLastAccessTime.dwHighDateTime"),
              JAVA_INT.withName("ftLastWriteTime.dwLowDateTime"),
              JAVA_INT.withName("ftLastWriteTime.dwHighDateTime"),
              JAVA_INT.withName("dwVolumeSerialNumber"),
              JAVA_INT.withName("nFileSizeHigh"),
              JAVA_INT.withName("nFileSizeLow"),
              JAVA_INT.withName("nNumberOfLinks"),
              JAVA_INT.withName("nFileIndexHigh"),
              JAVA_INT.withName("nFileIndexLow"))
          .withName("BY_HANDLE_FILE_INFORMATION");

  boolean isFolder() {
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  }

  boolean isSocket() {
    return tag == IO_REPARSE_TAG_AF_UNIX;
  }

  /** Reads a {@link #BY_HANDLE_FILE_INFORMATION}. */
  static FileInformation read(MemorySegment file, int tag) {
    int attributes = number(file, "dwFileAttributes");
    boolean isReparsePoint = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
    long high = Integer.toUnsignedLong(number(file, "nFileIndexHigh"));
    long index = high << Integer.SIZE | Integer.toUnsignedLong(number(file, "nFileIndexLow"));
    long volume = Integer.toUnsignedLong(number(file, "dwVolumeSerialNumber"));
    return new FileInformation(attributes, isReparsePoint ? tag : 0, volume, index);
  }

  private static int number(MemorySegment file, String member) {
    return file.get(JAVA_INT, Layouts.offset(BY_HANDLE_FILE_INFORMATION, member));
  }
}

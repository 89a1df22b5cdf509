// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** Not there yet. */
final class WindowsPipes {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  WindowsPipes(WindowsSystem system) {}

  /** As {@link org.packetloom.platform.Descriptors#pipe}. */
  int pipe(int[] two) {
    return MISSING;
  }

  /** As {@link org.packetloom.platform.Descriptors#openFile}. */
  int openFile(String path) {
    return MISSING;
  }

  /** As {@link org.packetloom.platform.Descriptors#shutdown}. */
  int shutdown(HandleEntry entry, int directions) {
    return MISSING;
  }

  /** As {@link org.packetloom.platform.Descriptors#available}. */
  int available(HandleEntry entry) {
    return MISSING;
  }
}

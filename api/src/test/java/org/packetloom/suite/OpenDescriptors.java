// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.File;
import java.util.Objects;

/** Counts the open descriptors of this process, where the system lists them in a folder. */
public final class OpenDescriptors {
  private static final File FOLDER = new File("/proc/self/fd");

  private OpenDescriptors() {}

  /** Whether they can be counted here. */
  public static boolean canBeCounted() {
    // on Wine the folder is that of the system beneath, which says nothing of handles
    return File.separatorChar == '/' && FOLDER.isDirectory();
  }

  /** How many are open, with the one that lists the folder. */
  public static int count() {
    return Objects.requireNonNull(FOLDER.list(), "folder of descriptors").length;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.packetloom.suite.OpenDescriptors;

/** Counts the open sockets, pipes and pollers of this process; files may come and go with jars. */
final class ChannelDescriptors {
  private static final File FOLDER = new File("/proc/self/fd");

  private ChannelDescriptors() {}

  /** How many are open; zero where they cannot be counted. */
  static int count() {
    if (!OpenDescriptors.canBeCounted()) {
      return 0;
    }
    int count = 0;
    for (File each : Objects.requireNonNull(FOLDER.listFiles(), "folder of descriptors")) {
      if (isChannel(each)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isChannel(File descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor.toPath()).toString();
      return target.startsWith("socket:")
          || target.startsWith("pipe:")
          || target.startsWith("anon_inode:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}

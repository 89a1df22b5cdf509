// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.packetloom.platform.unix.PathCalls;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixPaths;

/** Folders and files on Linux, which has descriptors of a mere name, and /proc. */
final class LinuxPaths extends UnixPaths {
  private static final int REFERENCE =
      Constants.O_PATH | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;

  private final PathCalls calls;

  LinuxPaths(UnixCalls calls) {
    super(calls);
    this.calls = calls.paths();
  }

  @Override
  protected int folderFlags() {
    return Constants.O_PATH;
  }

  @Override
  public int openReference(int folder, byte[] name) {
    return open(folder, name, REFERENCE, 0);
  }

  @Override
  public int permitReferred(int reference, int permissions) {
    // open(2): fchmod refuses an O_PATH descriptor, the link in /proc does not
    return calls.fchmodat(Constants.AT_FDCWD, terminated(ownLink(reference)), permissions, 0);
  }

  @Override
  public int giveReferred(int reference, int user, int group) {
    return calls.fchownat(reference, NOTHING, user, group, Constants.AT_EMPTY_PATH);
  }

  @Override
  public byte[] detour(int folder, byte[] name) {
    byte[] start = ascii("/proc/" + ownName() + "/fd/" + folder + "/");
    byte[] whole = Arrays.copyOf(start, start.length + name.length);
    System.arraycopy(name, 0, whole, start.length, name.length);
    return whole;
  }

  /** The number of this process as /proc has it, which may be another than in our namespace. */
  private static String ownName() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self")).toString();
    } catch (IOException _) {
      return "self";
    }
  }

  private static byte[] ownLink(int descriptor) {
    return ascii("/proc/self/fd/" + descriptor);
  }

  @Override
  public int mask() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Umask:")) { // proc(5): since 4.7
          return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no /proc, as in some containers
    }
    return USUAL_MASK;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

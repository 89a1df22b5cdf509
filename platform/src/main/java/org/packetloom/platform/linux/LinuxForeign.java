// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.charset.StandardCharsets;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.UnixForeign;

/** Looks at and copies descriptors that others opened, and makes pipes with a name, on Linux. */
final class LinuxForeign extends UnixForeign {
  /** The device numbers of all masters of pseudo-terminals: major 5, minor 2. */
  private static final long MASTER = 5L << Integer.SIZE | 2;

  LinuxForeign(SystemCalls calls) {
    super(calls.unix());
  }

  @Override
  protected boolean isMaster(FileNumbers numbers) {
    return numbers.special() == MASTER;
  }

  @Override
  protected int domainAndProtocol(int descriptor, int[] two) {
    int[] protocol = new int[1];
    int result = option(descriptor, Constants.SO_DOMAIN, two);
    result = result < 0 ? result : option(descriptor, Constants.SO_PROTOCOL, protocol);
    two[1] = protocol[0];
    return result;
  }

  @Override
  protected boolean isReference(int found) {
    return (found & Constants.O_PATH) != 0;
  }

  @Override
  public int reopen(int descriptor, int direction) {
    // proc(5): opening such a link opens the very file that the descriptor stands for
    String link = "/proc/self/fd/" + descriptor;
    return open(terminated(link.getBytes(StandardCharsets.US_ASCII)), direction);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Packetloom;

/** Ours, bound and connected to Unix-domain addresses. */
class UnixSockets extends LoomSockets {
  private final Path folder;
  private final AtomicLong numbers = new AtomicLong();

  UnixSockets(Packetloom loom, Threads threads, Path folder) {
    super(loom, threads);
    this.folder = folder;
  }

  @Override
  public SocketAddress vacantAddress() {
    return UnixDomainSocketAddress.of(folder.resolve("s" + numbers.incrementAndGet()));
  }

  @Override
  public boolean isInternet() {
    return false;
  }
}

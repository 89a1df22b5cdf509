// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.CapabilityException;
import org.packetloom.PeerCredentials;
import org.packetloom.PeerProcess;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** Asks who is at the other end of a Unix-domain connection. */
final class LocalPeer {
  private LocalPeer() {}

  static PeerCredentials credentials(DescriptorConnector connector) throws IOException {
    Opening opening = connector.opening;
    LocalPeers peers = opening.engine().platform().localPeers();
    String endpoints = connector.endpoints(Transfer.READ);
    Handle handle = connector.handle();
    handle.enter("peer of");
    try {
      Attachments.Sender[] peer = new Attachments.Sender[1];
      int result = peers.credentials(handle.descriptor(), peer);
      opening.failures().ensure("ask for the peer of", endpoints, result);
      int[] groups = new int[LocalPeers.MOST_GROUPS];
      int count = peers.groups(handle.descriptor(), groups);
      opening.failures().ensure("ask for the groups of the peer of", endpoints, count);
      List<Long> others = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        others.add(Integer.toUnsignedLong(groups[i]));
      }
      return new PeerCredentials(
          peer[0].process(),
          Integer.toUnsignedLong(peer[0].user()),
          Integer.toUnsignedLong(peer[0].group()),
          others);
    } finally {
      handle.leave();
    }
  }

  static PeerProcess process(DescriptorConnector connector) throws IOException {
    Opening opening = connector.opening;
    String endpoints = connector.endpoints(Transfer.READ);
    Handle handle = connector.handle();
    handle.enter("peer of");
    try {
      int result = opening.engine().platform().localPeers().process(handle.descriptor());
      if (result == LocalPeers.UNSUPPORTED) {
        throw new CapabilityException(
            "hold on the peer of " + endpoints,
            "the system does not tell processes by their connections",
            "use Linux 6.5 or later");
      }
      opening.failures().ensure("hold the peer of", endpoints, result);
      return new Process(HeldDescriptor.of(opening, endpoints, result), opening);
    } finally {
      handle.leave();
    }
  }

  /** A process by its descriptor, which is readable once it has ended. */
  record Process(HeldDescriptor held, Opening opening) implements PeerProcess {
    int number() throws IOException {
      return held.number();
    }

    @Override
    public boolean isAlive() throws IOException {
      int readiness = opening.engine().platform().foreign().readiness(held.number());
      opening.failures().ensure("look at", toString(), readiness);
      return (readiness & Readiness.READABLE) == 0;
    }

    @Override
    public void close() throws IOException {
      held.close();
    }

    @Override
    public String toString() {
      return "process by " + held;
    }
  }
}

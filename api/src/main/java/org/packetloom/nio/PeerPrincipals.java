// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import jdk.net.UnixDomainPrincipal;
import org.packetloom.LocalStreamConnector;
import org.packetloom.PeerCredentials;

/**
 * Who is at the other end of a Unix-domain socket, as the JDK words it: the owner of the peer's
 * process as the file system knows it, where that agrees with what the system vouched for; else
 * principals whose names are numbers.
 */
final class PeerPrincipals {
  private PeerPrincipals() {}

  static UnixDomainPrincipal of(LocalStreamConnector connector) throws IOException {
    PeerCredentials peer = connector.peerCredentials();
    try {
      Path process = Path.of("/proc", Long.toString(peer.pid()));
      Map<String, Object> known = Files.readAttributes(process, "unix:uid,gid,owner,group");
      boolean isSame =
          known.get("uid") instanceof Integer uid
              && uid == (int) peer.uid()
              && known.get("gid") instanceof Integer gid
              && gid == (int) peer.gid();
      if (isSame
          && known.get("owner") instanceof UserPrincipal user
          && known.get("group") instanceof GroupPrincipal group) {
        return new UnixDomainPrincipal(user, group);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      // the process is gone, or the system has no such files: the numbers will do
    }
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    return new UnixDomainPrincipal(
        names.lookupPrincipalByName(Long.toString(peer.uid())),
        names.lookupPrincipalByGroupName(Long.toString(peer.gid())));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.StructLayout;
import java.util.Map;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.unix.DatagramNumbers;
import org.packetloom.platform.unix.MessageLayout;
import org.packetloom.platform.unix.OpenFlags;
import org.packetloom.platform.unix.PollEvents;
import org.packetloom.platform.unix.SenderNumbers;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.SocketNumbers;
import org.packetloom.platform.unix.UnixSystem;
import org.packetloom.platform.unix.WatchEvents;

/** What Linux differs in from other Unixes. */
final class LinuxSystem {
  static final SocketAddresses ADDRESSES =
      new SocketAddresses(
          LinuxErrors.TABLE,
          Constants.AF_INET6,
          new SocketAddresses.Form(
              (int) Layouts.sockaddr_un.select(groupElement("sun_path")).byteSize(), false, true));

  /** All of it. */
  static final UnixSystem SYSTEM =
      new UnixSystem(
          LinuxErrors.TABLE,
          openFlags(),
          socketNumbers(),
          messageLayout(),
          ADDRESSES,
          new PollEvents(Constants.POLLRDHUP),
          new WatchEvents(Constants.POLLRDHUP),
          datagramNumbers(),
          new SenderNumbers(Constants.SCM_CREDENTIALS, (int) Layouts.ucred.byteSize(), 0, 1, 2),
          ErrorQueue::of,
          true);

  private LinuxSystem() {}

  private static OpenFlags openFlags() {
    return new OpenFlags(
        Constants.O_NONBLOCK,
        Constants.O_CLOEXEC,
        Constants.O_NOCTTY,
        Constants.O_CREAT,
        Constants.O_EXCL,
        Constants.O_DIRECTORY,
        Constants.O_NOFOLLOW,
        Constants.F_DUPFD_CLOEXEC,
        Constants.AT_FDCWD,
        Constants.AT_SYMLINK_NOFOLLOW);
  }

  private static SocketNumbers socketNumbers() {
    return new SocketNumbers(
        Constants.AF_INET6,
        Constants.SOCK_NONBLOCK,
        Constants.SOCK_CLOEXEC,
        Constants.SOL_SOCKET,
        Constants.SO_TYPE,
        Constants.SO_ERROR,
        Constants.SO_SNDBUF,
        Constants.SO_ACCEPTCONN,
        Constants.FIONREAD,
        Constants.MSG_DONTWAIT,
        Constants.MSG_NOSIGNAL,
        Constants.MSG_TRUNC,
        Constants.MSG_CTRUNC,
        Constants.MSG_MORE,
        Constants.MSG_CMSG_CLOEXEC);
  }

  private static MessageLayout messageLayout() {
    int header = (int) Layouts.cmsghdr.byteSize();
    return new MessageLayout(
        (int) Layouts.msghdr.byteSize(),
        offset(Layouts.msghdr, "msg_flags"),
        (int) Layouts.mmsghdr.byteSize(),
        offset(Layouts.mmsghdr, "msg_len"),
        offset(Layouts.cmsghdr, "cmsg_level"),
        header,
        Long.BYTES);
  }

  private static DatagramNumbers datagramNumbers() {
    return new DatagramNumbers(
        features(),
        Constants.IP_PKTINFO,
        DatagramNumbers.NONE,
        Constants.IPV6_PKTINFO,
        Constants.UDP_GRO,
        Constants.UDP_SEGMENT,
        Constants.MCAST_JOIN_GROUP,
        Constants.MCAST_LEAVE_GROUP,
        Constants.MCAST_JOIN_SOURCE_GROUP,
        Constants.MCAST_LEAVE_SOURCE_GROUP,
        Constants.MCAST_BLOCK_SOURCE,
        Constants.MCAST_UNBLOCK_SOURCE,
        offset(Layouts.group_req, "gr_group"));
  }

  private static Map<DatagramFeature, DatagramNumbers.Feature> features() {
    return Map.of(
        DatagramFeature.ERROR_QUEUE,
        ip(Constants.IP_RECVERR, Constants.IPV6_RECVERR),
        DatagramFeature.PACKET_INFO,
        ip(Constants.IP_PKTINFO, Constants.IPV6_RECVPKTINFO),
        DatagramFeature.FOREIGN_GROUPS,
        ip(Constants.IP_MULTICAST_ALL, Constants.IPV6_MULTICAST_ALL),
        DatagramFeature.RECEIVE_OFFLOAD,
        udp(Constants.UDP_GRO),
        DatagramFeature.SEGMENTATION,
        udp(Constants.UDP_SEGMENT));
  }

  private static DatagramNumbers.Feature ip(int name, int version6Name) {
    return new DatagramNumbers.Feature(Constants.SOL_IP, name, version6Name);
  }

  private static DatagramNumbers.Feature udp(int name) {
    return new DatagramNumbers.Feature(Constants.SOL_UDP, name, DatagramNumbers.NONE);
  }

  private static int offset(StructLayout layout, String member) {
    return (int) layout.byteOffset(groupElement(member));
  }
}

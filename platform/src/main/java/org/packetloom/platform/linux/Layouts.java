// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;
import org.packetloom.platform.unix.Architecture;

/** The C structs in use, with the names of the headers. Little-endian 64-bit Linux. */
final class Layouts {
  private Layouts() {}

  /** netinet/in.h. Port and address are in network order. */
  static final StructLayout sockaddr_in =
      structLayout(
              JAVA_SHORT.withName("sin_family"),
              JAVA_SHORT.withName("sin_port"),
              sequenceLayout(4, JAVA_BYTE).withName("sin_addr"),
              sequenceLayout(8, JAVA_BYTE).withName("sin_zero"))
          .withName("sockaddr_in");

  /** netinet/in.h. Port and address are in network order, the scope is not. */
  static final StructLayout sockaddr_in6 =
      structLayout(
              JAVA_SHORT.withName("sin6_family"),
              JAVA_SHORT.withName("sin6_port"),
              JAVA_INT.withName("sin6_flowinfo"),
              sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
              JAVA_INT.withName("sin6_scope_id"))
          .withName("sockaddr_in6");

  /** sys/un.h. */
  static final StructLayout sockaddr_un =
      structLayout(
              JAVA_SHORT.withName("sun_family"),
              sequenceLayout(108, JAVA_BYTE).withName("sun_path"))
          .withName("sockaddr_un");

  /** bits/socket.h: room for an address of any family. */
  static final StructLayout sockaddr_storage =
      structLayout(
              JAVA_SHORT.withName("ss_family"),
              sequenceLayout(118, JAVA_BYTE).withName("__ss_padding"),
              JAVA_LONG.withName("__ss_align"))
          .withName("sockaddr_storage");

  /** bits/socket.h. glibc has 64-bit lengths throughout; the kernel's are the same. */
  static final StructLayout msghdr =
      structLayout(
              JAVA_LONG.withName("msg_name"),
              JAVA_INT.withName("msg_namelen"),
              paddingLayout(4),
              JAVA_LONG.withName("msg_iov"),
              JAVA_LONG.withName("msg_iovlen"),
              JAVA_LONG.withName("msg_control"),
              JAVA_LONG.withName("msg_controllen"),
              JAVA_INT.withName("msg_flags"),
              paddingLayout(4))
          .withName("msghdr");

  /** bits/socket.h: a message of a vector. */
  static final StructLayout mmsghdr =
      structLayout(msghdr.withName("msg_hdr"), JAVA_INT.withName("msg_len"), paddingLayout(4))
          .withName("mmsghdr");

  /** bits/socket.h: what stands before each control message. */
  static final StructLayout cmsghdr =
      structLayout(
              JAVA_LONG.withName("cmsg_len"),
              JAVA_INT.withName("cmsg_level"),
              JAVA_INT.withName("cmsg_type"))
          .withName("cmsghdr");

  /** bits/in.h: where an IPv4 packet arrived, or is to leave. */
  static final StructLayout in_pktinfo =
      structLayout(
              JAVA_INT.withName("ipi_ifindex"),
              sequenceLayout(4, JAVA_BYTE).withName("ipi_spec_dst"),
              sequenceLayout(4, JAVA_BYTE).withName("ipi_addr"))
          .withName("in_pktinfo");

  /** netinet/in.h: the same for IPv6. */
  static final StructLayout in6_pktinfo =
      structLayout(
              sequenceLayout(16, JAVA_BYTE).withName("ipi6_addr"),
              JAVA_INT.withName("ipi6_ifindex"))
          .withName("in6_pktinfo");

  /** linux/errqueue.h: what an error queue holds; the address of the offender follows. */
  static final StructLayout sock_extended_err =
      structLayout(
              JAVA_INT.withName("ee_errno"),
              JAVA_BYTE.withName("ee_origin"),
              JAVA_BYTE.withName("ee_type"),
              JAVA_BYTE.withName("ee_code"),
              JAVA_BYTE.withName("ee_pad"),
              JAVA_INT.withName("ee_info"),
              JAVA_INT.withName("ee_data"))
          .withName("sock_extended_err");

  /** netinet/in.h: a multicast group and an interface. */
  static final StructLayout group_req =
      structLayout(
              JAVA_INT.withName("gr_interface"),
              paddingLayout(4),
              sockaddr_storage.withName("gr_group"))
          .withName("group_req");

  /** netinet/in.h: the same with a source. */
  static final StructLayout group_source_req =
      structLayout(
              JAVA_INT.withName("gsr_interface"),
              paddingLayout(4),
              sockaddr_storage.withName("gsr_group"),
              sockaddr_storage.withName("gsr_source"))
          .withName("group_source_req");

  /** bits/socket.h. */
  static final StructLayout ucred =
      structLayout(JAVA_INT.withName("pid"), JAVA_INT.withName("uid"), JAVA_INT.withName("gid"))
          .withName("ucred");

  /** bits/socket.h. */
  static final StructLayout linger =
      structLayout(JAVA_INT.withName("l_onoff"), JAVA_INT.withName("l_linger")).withName("linger");

  /** bits/resource.h. */
  static final StructLayout rlimit =
      structLayout(JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"))
          .withName("rlimit");

  /** linux/tcp.h, as of Linux 6.0: kernels write as much of it as they know. */
  static final StructLayout tcp_info =
      structLayout(
              JAVA_BYTE.withName("tcpi_state"),
              JAVA_BYTE.withName("tcpi_ca_state"),
              JAVA_BYTE.withName("tcpi_retransmits"),
              JAVA_BYTE.withName("tcpi_probes"),
              JAVA_BYTE.withName("tcpi_backoff"),
              JAVA_BYTE.withName("tcpi_options"),
              paddingLayout(2) /* bit fields */,
              JAVA_INT.withName("tcpi_rto"),
              JAVA_INT.withName("tcpi_ato"),
              JAVA_INT.withName("tcpi_snd_mss"),
              JAVA_INT.withName("tcpi_rcv_mss"),
              JAVA_INT.withName("tcpi_unacked"),
              JAVA_INT.withName("tcpi_sacked"),
              JAVA_INT.withName("tcpi_lost"),
              JAVA_INT.withName("tcpi_retrans"),
              JAVA_INT.withName("tcpi_fackets"),
              JAVA_INT.withName("tcpi_last_data_sent"),
              JAVA_INT.withName("tcpi_last_ack_sent"),
              JAVA_INT.withName("tcpi_last_data_recv"),
              JAVA_INT.withName("tcpi_last_ack_recv"),
              JAVA_INT.withName("tcpi_pmtu"),
              JAVA_INT.withName("tcpi_rcv_ssthresh"),
              JAVA_INT.withName("tcpi_rtt"),
              JAVA_INT.withName("tcpi_rttvar"),
              JAVA_INT.withName("tcpi_snd_ssthresh"),
              JAVA_INT.withName("tcpi_snd_cwnd"),
              JAVA_INT.withName("tcpi_advmss"),
              JAVA_INT.withName("tcpi_reordering"),
              JAVA_INT.withName("tcpi_rcv_rtt"),
              JAVA_INT.withName("tcpi_rcv_space"),
              JAVA_INT.withName("tcpi_total_retrans"),
              JAVA_LONG.withName("tcpi_pacing_rate"),
              JAVA_LONG.withName("tcpi_max_pacing_rate"),
              JAVA_LONG.withName("tcpi_bytes_acked"),
              JAVA_LONG.withName("tcpi_bytes_received"),
              JAVA_INT.withName("tcpi_segs_out"),
              JAVA_INT.withName("tcpi_segs_in"),
              JAVA_INT.withName("tcpi_notsent_bytes"),
              JAVA_INT.withName("tcpi_min_rtt"),
              JAVA_INT.withName("tcpi_data_segs_in"),
              JAVA_INT.withName("tcpi_data_segs_out"),
              JAVA_LONG.withName("tcpi_delivery_rate"),
              JAVA_LONG.withName("tcpi_busy_time"),
              JAVA_LONG.withName("tcpi_rwnd_limited"),
              JAVA_LONG.withName("tcpi_sndbuf_limited"),
              JAVA_INT.withName("tcpi_delivered"),
              JAVA_INT.withName("tcpi_delivered_ce"),
              JAVA_LONG.withName("tcpi_bytes_sent"),
              JAVA_LONG.withName("tcpi_bytes_retrans"),
              JAVA_INT.withName("tcpi_dsack_dups"),
              JAVA_INT.withName("tcpi_reord_seen"),
              JAVA_INT.withName("tcpi_rcv_ooopack"),
              JAVA_INT.withName("tcpi_snd_wnd"))
          .withName("tcp_info");

  /** linux/stat.h, as far as it is used. */
  static final StructLayout statx =
      structLayout(
              JAVA_INT.withName("stx_mask"),
              paddingLayout(16),
              JAVA_INT.withName("stx_uid"),
              JAVA_INT.withName("stx_gid"),
              JAVA_SHORT.withName("stx_mode"),
              paddingLayout(2),
              JAVA_LONG.withName("stx_ino"),
              paddingLayout(88),
              JAVA_INT.withName("stx_rdev_major"),
              JAVA_INT.withName("stx_rdev_minor"),
              JAVA_INT.withName("stx_dev_major"),
              JAVA_INT.withName("stx_dev_minor"),
              paddingLayout(112))
          .withName("statx");

  /** linux/if.h. The union is read as flags (short) or a number (int) at its beginning. */
  static final StructLayout ifreq =
      structLayout(
              sequenceLayout(16, JAVA_BYTE).withName("ifr_name"),
              sequenceLayout(24, JAVA_BYTE).withName("ifr_ifru"))
          .withName("ifreq");

  /** linux/netlink.h. */
  static final StructLayout nlmsghdr =
      structLayout(
              JAVA_INT.withName("nlmsg_len"),
              JAVA_SHORT.withName("nlmsg_type"),
              JAVA_SHORT.withName("nlmsg_flags"),
              JAVA_INT.withName("nlmsg_seq"),
              JAVA_INT.withName("nlmsg_pid"))
          .withName("nlmsghdr");

  /** linux/netlink.h. */
  static final StructLayout nlmsgerr =
      structLayout(JAVA_INT.withName("error"), nlmsghdr.withName("msg")).withName("nlmsgerr");

  /** linux/if_addr.h. */
  static final StructLayout ifaddrmsg =
      structLayout(
              JAVA_BYTE.withName("ifa_family"),
              JAVA_BYTE.withName("ifa_prefixlen"),
              JAVA_BYTE.withName("ifa_flags"),
              JAVA_BYTE.withName("ifa_scope"),
              JAVA_INT.withName("ifa_index"))
          .withName("ifaddrmsg");

  /** linux/rtnetlink.h. */
  static final StructLayout rtattr =
      structLayout(JAVA_SHORT.withName("rta_len"), JAVA_SHORT.withName("rta_type"))
          .withName("rtattr");

  /**
   * linux/eventpoll.h on x86-64, where {@code EPOLL_PACKED} makes it 12 bytes, the layout it had in
   * 32-bit programs.
   */
  static final StructLayout epoll_event_x86_64 =
      structLayout(JAVA_INT_UNALIGNED.withName("events"), JAVA_LONG_UNALIGNED.withName("data"))
          .withName("epoll_event");

  /** linux/eventpoll.h everywhere else: 16 bytes, data at offset 8. */
  static final StructLayout epoll_event_aarch64 =
      structLayout(JAVA_INT.withName("events"), paddingLayout(4), JAVA_LONG.withName("data"))
          .withName("epoll_event");

  /** That of this machine. */
  static final StructLayout epoll_event =
      switch (Architecture.find().orElseThrow()) {
        case X86_64 -> epoll_event_x86_64;
        case AARCH64 -> epoll_event_aarch64;
      };
}

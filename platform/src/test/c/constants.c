/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints what the Java constants and layouts of Linux must be. ConstantsTest compares the output
 * with the Java code, and runs this program again where there is a compiler:
 *
 *   gcc -o constants constants.c && ./constants > constants-linux-$(uname -m).txt
 *
 * On aarch64 the lines that differ are those of epoll_event, which is not packed there: its size is
 * 16, and data is at offset 8; O_DIRECTORY, which is 16384; and O_NOFOLLOW, which is 32768.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <grp.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

/* Headers of the C library lag behind the kernel: asm-generic/socket.h. */
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

#define CONSTANT(name) printf("constant %s %d\n", #name, (int) name)
#define ERROR(name) printf("error %s %d\n", #name, name)
#define STRUCT(name) printf("struct %s size %zu\n", #name, sizeof(struct name))
#define MEMBER(type, name)                                                       \
  printf("struct %s %s offset %zu size %zu\n", #type, #name, offsetof(struct type, name), \
         sizeof(((struct type *) 0)->name))

int main(void) {
  CONSTANT(AF_UNSPEC);
  CONSTANT(AF_UNIX);
  CONSTANT(AF_INET);
  CONSTANT(AF_INET6);
  CONSTANT(AF_NETLINK);
  CONSTANT(SOCK_STREAM);
  CONSTANT(SOCK_DGRAM);
  CONSTANT(SOCK_RAW);
  CONSTANT(SOCK_SEQPACKET);
  CONSTANT(SOCK_NONBLOCK);
  CONSTANT(SOCK_CLOEXEC);
  CONSTANT(O_RDONLY);
  CONSTANT(O_NOCTTY);
  CONSTANT(O_RDWR);
  CONSTANT(O_NONBLOCK);
  CONSTANT(O_CLOEXEC);
  CONSTANT(O_CREAT);
  CONSTANT(O_EXCL);
  CONSTANT(O_NOFOLLOW);
  CONSTANT(O_DIRECTORY);
  CONSTANT(O_PATH);
  CONSTANT(AT_FDCWD);
  CONSTANT(AT_SYMLINK_NOFOLLOW);
  CONSTANT(AT_EMPTY_PATH);
  CONSTANT(LOCK_EX);
  CONSTANT(LOCK_NB);
  CONSTANT(S_IFMT);
  CONSTANT(S_IFSOCK);
  CONSTANT(S_IFREG);
  CONSTANT(S_IFDIR);
  CONSTANT(S_IFCHR);
  CONSTANT(S_IFIFO);
  CONSTANT(STATX_BASIC_STATS);
  CONSTANT(F_GETFL);
  CONSTANT(F_SETPIPE_SZ);
  CONSTANT(SPLICE_F_MOVE);
  CONSTANT(SPLICE_F_NONBLOCK);
  CONSTANT(SCM_RIGHTS);
  CONSTANT(SCM_CREDENTIALS);
  CONSTANT(MSG_OOB);
  CONSTANT(MSG_PEEK);
  CONSTANT(MSG_DONTROUTE);
  CONSTANT(MSG_DONTWAIT);
  CONSTANT(MSG_NOSIGNAL);
  CONSTANT(MSG_MORE);
  CONSTANT(SOL_SOCKET);
  CONSTANT(SO_REUSEADDR);
  CONSTANT(SO_TYPE);
  CONSTANT(SO_ERROR);
  CONSTANT(SO_DONTROUTE);
  CONSTANT(SO_BROADCAST);
  CONSTANT(SO_SNDBUF);
  CONSTANT(SO_RCVBUF);
  CONSTANT(SO_KEEPALIVE);
  CONSTANT(SO_OOBINLINE);
  CONSTANT(SO_PRIORITY);
  CONSTANT(SO_LINGER);
  CONSTANT(SO_REUSEPORT);
  CONSTANT(SO_BINDTODEVICE);
  CONSTANT(SO_ACCEPTCONN);
  CONSTANT(SO_PASSCRED);
  CONSTANT(SO_PEERCRED);
  CONSTANT(SO_PEERGROUPS);
  CONSTANT(SO_PEERPIDFD);
  CONSTANT(SO_TIMESTAMPNS);
  CONSTANT(SO_MARK);
  CONSTANT(SO_PROTOCOL);
  CONSTANT(SO_DOMAIN);
  CONSTANT(SO_BUSY_POLL);
  CONSTANT(SO_MAX_PACING_RATE);
  CONSTANT(SO_INCOMING_CPU);
  CONSTANT(IPPROTO_IP);
  CONSTANT(IPPROTO_TCP);
  CONSTANT(IPPROTO_IPV6);
  CONSTANT(IP_TOS);
  CONSTANT(IP_TTL);
  CONSTANT(IP_MTU_DISCOVER);
  CONSTANT(IP_MTU);
  CONSTANT(IP_FREEBIND);
  CONSTANT(IP_TRANSPARENT);
  CONSTANT(IP_BIND_ADDRESS_NO_PORT);
  CONSTANT(IPV6_UNICAST_HOPS);
  CONSTANT(IPV6_MTU_DISCOVER);
  CONSTANT(IPV6_MTU);
  CONSTANT(IPV6_V6ONLY);
  CONSTANT(SOL_IP);
  CONSTANT(SOL_IPV6);
  CONSTANT(SOL_UDP);
  CONSTANT(IP_PKTINFO);
  CONSTANT(IP_RECVERR);
  CONSTANT(IPV6_RECVERR);
  CONSTANT(IPV6_RECVPKTINFO);
  CONSTANT(IPV6_PKTINFO);
  CONSTANT(IP_MULTICAST_IF);
  CONSTANT(IP_MULTICAST_TTL);
  CONSTANT(IP_MULTICAST_LOOP);
  CONSTANT(IPV6_MULTICAST_IF);
  CONSTANT(IPV6_MULTICAST_HOPS);
  CONSTANT(IPV6_MULTICAST_LOOP);
  CONSTANT(MCAST_JOIN_GROUP);
  CONSTANT(MCAST_LEAVE_GROUP);
  CONSTANT(MCAST_JOIN_SOURCE_GROUP);
  CONSTANT(MCAST_LEAVE_SOURCE_GROUP);
  CONSTANT(UDP_SEGMENT);
  CONSTANT(UDP_GRO);
  CONSTANT(SO_EE_ORIGIN_LOCAL);
  CONSTANT(SO_EE_ORIGIN_ICMP);
  CONSTANT(SO_EE_ORIGIN_ICMP6);
  CONSTANT(IPV6_TCLASS);
  CONSTANT(IPV6_TRANSPARENT);
  CONSTANT(IPV6_FREEBIND);
  CONSTANT(TCP_NODELAY);
  CONSTANT(TCP_MAXSEG);
  CONSTANT(TCP_CORK);
  CONSTANT(TCP_KEEPIDLE);
  CONSTANT(TCP_KEEPINTVL);
  CONSTANT(TCP_KEEPCNT);
  CONSTANT(TCP_SYNCNT);
  CONSTANT(TCP_LINGER2);
  CONSTANT(TCP_DEFER_ACCEPT);
  CONSTANT(TCP_INFO);
  CONSTANT(TCP_QUICKACK);
  CONSTANT(TCP_CONGESTION);
  CONSTANT(TCP_USER_TIMEOUT);
  CONSTANT(TCP_FASTOPEN);
  CONSTANT(TCP_NOTSENT_LOWAT);
  CONSTANT(TCP_FASTOPEN_CONNECT);
  CONSTANT(SHUT_RD);
  CONSTANT(SHUT_WR);
  CONSTANT(SHUT_RDWR);
  CONSTANT(MSG_CTRUNC);
  CONSTANT(MSG_TRUNC);
  CONSTANT(MSG_ERRQUEUE);
  CONSTANT(MSG_CMSG_CLOEXEC);
  CONSTANT(FIONREAD);
  CONSTANT(IFNAMSIZ);
  CONSTANT(IFF_UP);
  CONSTANT(IFF_TUN);
  CONSTANT(IFF_TAP);
  CONSTANT(IFF_NO_PI);
  CONSTANT(IFF_MULTI_QUEUE);
  CONSTANT(TUNSETIFF);
  CONSTANT(TUNGETIFF);
  CONSTANT(SIOCGIFFLAGS);
  CONSTANT(SIOCSIFFLAGS);
  CONSTANT(SIOCGIFMTU);
  CONSTANT(SIOCSIFMTU);
  CONSTANT(SIOCGIFINDEX);
  CONSTANT(SIOCGIFTXQLEN);
  CONSTANT(SIOCSIFTXQLEN);
  CONSTANT(NETLINK_ROUTE);
  CONSTANT(NLM_F_REQUEST);
  CONSTANT(NLM_F_ACK);
  CONSTANT(NLM_F_EXCL);
  CONSTANT(NLM_F_CREATE);
  CONSTANT(NLMSG_ERROR);
  CONSTANT(RTM_NEWADDR);
  CONSTANT(IFA_ADDRESS);
  CONSTANT(IFA_LOCAL);
  CONSTANT(IFA_F_NODAD);
  CONSTANT(EPOLL_CLOEXEC);
  CONSTANT(EPOLL_CTL_ADD);
  CONSTANT(EPOLL_CTL_DEL);
  CONSTANT(EPOLL_CTL_MOD);
  CONSTANT(EPOLLIN);
  CONSTANT(EPOLLPRI);
  CONSTANT(EPOLLOUT);
  CONSTANT(EPOLLERR);
  CONSTANT(EPOLLHUP);
  CONSTANT(EPOLLRDHUP);
  CONSTANT(EPOLLONESHOT);
  CONSTANT(EPOLLET);
  CONSTANT(EFD_CLOEXEC);
  CONSTANT(EFD_NONBLOCK);
  CONSTANT(POLLIN);
  CONSTANT(POLLOUT);
  CONSTANT(POLLERR);
  CONSTANT(POLLHUP);
  CONSTANT(POLLNVAL);
  CONSTANT(POLLRDHUP);
  CONSTANT(RLIMIT_NOFILE);
  CONSTANT(O_WRONLY);
  CONSTANT(O_ACCMODE);
  CONSTANT(F_SETFD);
  CONSTANT(F_SETFL);
  CONSTANT(F_DUPFD_CLOEXEC);
  CONSTANT(FD_CLOEXEC);

  STRUCT(timespec);
  MEMBER(timespec, tv_sec);
  MEMBER(timespec, tv_nsec);
  STRUCT(sockaddr_in);
  MEMBER(sockaddr_in, sin_family);
  MEMBER(sockaddr_in, sin_port);
  MEMBER(sockaddr_in, sin_addr);
  MEMBER(sockaddr_in, sin_zero);
  STRUCT(sockaddr_in6);
  MEMBER(sockaddr_in6, sin6_family);
  MEMBER(sockaddr_in6, sin6_port);
  MEMBER(sockaddr_in6, sin6_flowinfo);
  MEMBER(sockaddr_in6, sin6_addr);
  MEMBER(sockaddr_in6, sin6_scope_id);
  STRUCT(sockaddr_un);
  MEMBER(sockaddr_un, sun_family);
  MEMBER(sockaddr_un, sun_path);
  STRUCT(sockaddr_storage);
  MEMBER(sockaddr_storage, ss_family);
  MEMBER(sockaddr_storage, __ss_padding);
  MEMBER(sockaddr_storage, __ss_align);
  STRUCT(iovec);
  MEMBER(iovec, iov_base);
  MEMBER(iovec, iov_len);
  STRUCT(msghdr);
  MEMBER(msghdr, msg_name);
  MEMBER(msghdr, msg_namelen);
  MEMBER(msghdr, msg_iov);
  MEMBER(msghdr, msg_iovlen);
  MEMBER(msghdr, msg_control);
  MEMBER(msghdr, msg_controllen);
  MEMBER(msghdr, msg_flags);
  STRUCT(mmsghdr);
  MEMBER(mmsghdr, msg_hdr);
  MEMBER(mmsghdr, msg_len);
  STRUCT(cmsghdr);
  MEMBER(cmsghdr, cmsg_len);
  MEMBER(cmsghdr, cmsg_level);
  MEMBER(cmsghdr, cmsg_type);
  STRUCT(ucred);
  MEMBER(ucred, pid);
  MEMBER(ucred, uid);
  MEMBER(ucred, gid);
  STRUCT(in_pktinfo);
  MEMBER(in_pktinfo, ipi_ifindex);
  MEMBER(in_pktinfo, ipi_spec_dst);
  MEMBER(in_pktinfo, ipi_addr);
  STRUCT(in6_pktinfo);
  MEMBER(in6_pktinfo, ipi6_addr);
  MEMBER(in6_pktinfo, ipi6_ifindex);
  STRUCT(sock_extended_err);
  MEMBER(sock_extended_err, ee_errno);
  MEMBER(sock_extended_err, ee_origin);
  MEMBER(sock_extended_err, ee_type);
  MEMBER(sock_extended_err, ee_code);
  MEMBER(sock_extended_err, ee_pad);
  MEMBER(sock_extended_err, ee_info);
  MEMBER(sock_extended_err, ee_data);
  STRUCT(group_req);
  MEMBER(group_req, gr_interface);
  MEMBER(group_req, gr_group);
  STRUCT(group_source_req);
  MEMBER(group_source_req, gsr_interface);
  MEMBER(group_source_req, gsr_group);
  MEMBER(group_source_req, gsr_source);
  STRUCT(linger);
  MEMBER(linger, l_onoff);
  MEMBER(linger, l_linger);
  STRUCT(rlimit);
  MEMBER(rlimit, rlim_cur);
  MEMBER(rlimit, rlim_max);
  STRUCT(statx);
  MEMBER(statx, stx_mask);
  MEMBER(statx, stx_uid);
  MEMBER(statx, stx_gid);
  MEMBER(statx, stx_mode);
  MEMBER(statx, stx_ino);
  MEMBER(statx, stx_rdev_major);
  MEMBER(statx, stx_rdev_minor);
  MEMBER(statx, stx_dev_major);
  MEMBER(statx, stx_dev_minor);
  /* Newer headers have more members behind. */
  printf("struct tcp_info size %zu\n",
         offsetof(struct tcp_info, tcpi_snd_wnd) + sizeof(((struct tcp_info *) 0)->tcpi_snd_wnd));
  MEMBER(tcp_info, tcpi_state);
  MEMBER(tcp_info, tcpi_ca_state);
  MEMBER(tcp_info, tcpi_retransmits);
  MEMBER(tcp_info, tcpi_probes);
  MEMBER(tcp_info, tcpi_backoff);
  MEMBER(tcp_info, tcpi_options);
  MEMBER(tcp_info, tcpi_rto);
  MEMBER(tcp_info, tcpi_ato);
  MEMBER(tcp_info, tcpi_snd_mss);
  MEMBER(tcp_info, tcpi_rcv_mss);
  MEMBER(tcp_info, tcpi_unacked);
  MEMBER(tcp_info, tcpi_sacked);
  MEMBER(tcp_info, tcpi_lost);
  MEMBER(tcp_info, tcpi_retrans);
  MEMBER(tcp_info, tcpi_fackets);
  MEMBER(tcp_info, tcpi_last_data_sent);
  MEMBER(tcp_info, tcpi_last_ack_sent);
  MEMBER(tcp_info, tcpi_last_data_recv);
  MEMBER(tcp_info, tcpi_last_ack_recv);
  MEMBER(tcp_info, tcpi_pmtu);
  MEMBER(tcp_info, tcpi_rcv_ssthresh);
  MEMBER(tcp_info, tcpi_rtt);
  MEMBER(tcp_info, tcpi_rttvar);
  MEMBER(tcp_info, tcpi_snd_ssthresh);
  MEMBER(tcp_info, tcpi_snd_cwnd);
  MEMBER(tcp_info, tcpi_advmss);
  MEMBER(tcp_info, tcpi_reordering);
  MEMBER(tcp_info, tcpi_rcv_rtt);
  MEMBER(tcp_info, tcpi_rcv_space);
  MEMBER(tcp_info, tcpi_total_retrans);
  MEMBER(tcp_info, tcpi_pacing_rate);
  MEMBER(tcp_info, tcpi_max_pacing_rate);
  MEMBER(tcp_info, tcpi_bytes_acked);
  MEMBER(tcp_info, tcpi_bytes_received);
  MEMBER(tcp_info, tcpi_segs_out);
  MEMBER(tcp_info, tcpi_segs_in);
  MEMBER(tcp_info, tcpi_notsent_bytes);
  MEMBER(tcp_info, tcpi_min_rtt);
  MEMBER(tcp_info, tcpi_data_segs_in);
  MEMBER(tcp_info, tcpi_data_segs_out);
  MEMBER(tcp_info, tcpi_delivery_rate);
  MEMBER(tcp_info, tcpi_busy_time);
  MEMBER(tcp_info, tcpi_rwnd_limited);
  MEMBER(tcp_info, tcpi_sndbuf_limited);
  MEMBER(tcp_info, tcpi_delivered);
  MEMBER(tcp_info, tcpi_delivered_ce);
  MEMBER(tcp_info, tcpi_bytes_sent);
  MEMBER(tcp_info, tcpi_bytes_retrans);
  MEMBER(tcp_info, tcpi_dsack_dups);
  MEMBER(tcp_info, tcpi_reord_seen);
  MEMBER(tcp_info, tcpi_rcv_ooopack);
  MEMBER(tcp_info, tcpi_snd_wnd);
  STRUCT(passwd);
  MEMBER(passwd, pw_uid);
  MEMBER(passwd, pw_gid);
  STRUCT(group);
  MEMBER(group, gr_gid);
  STRUCT(ifreq);
  MEMBER(ifreq, ifr_name);
  MEMBER(ifreq, ifr_ifru);
  STRUCT(nlmsghdr);
  MEMBER(nlmsghdr, nlmsg_len);
  MEMBER(nlmsghdr, nlmsg_type);
  MEMBER(nlmsghdr, nlmsg_flags);
  MEMBER(nlmsghdr, nlmsg_seq);
  MEMBER(nlmsghdr, nlmsg_pid);
  STRUCT(nlmsgerr);
  MEMBER(nlmsgerr, error);
  MEMBER(nlmsgerr, msg);
  STRUCT(ifaddrmsg);
  MEMBER(ifaddrmsg, ifa_family);
  MEMBER(ifaddrmsg, ifa_prefixlen);
  MEMBER(ifaddrmsg, ifa_flags);
  MEMBER(ifaddrmsg, ifa_scope);
  MEMBER(ifaddrmsg, ifa_index);
  STRUCT(rtattr);
  MEMBER(rtattr, rta_len);
  MEMBER(rtattr, rta_type);
  STRUCT(pollfd);
  MEMBER(pollfd, fd);
  MEMBER(pollfd, events);
  MEMBER(pollfd, revents);
  STRUCT(epoll_event);
  MEMBER(epoll_event, events);
  MEMBER(epoll_event, data);

  ERROR(EPERM);
  ERROR(ENOENT);
  ERROR(ESRCH);
  ERROR(EINTR);
  ERROR(EIO);
  ERROR(ENXIO);
  ERROR(E2BIG);
  ERROR(ENOEXEC);
  ERROR(EBADF);
  ERROR(ECHILD);
  ERROR(EAGAIN);
  ERROR(ENOMEM);
  ERROR(EACCES);
  ERROR(EFAULT);
  ERROR(ENOTBLK);
  ERROR(EBUSY);
  ERROR(EEXIST);
  ERROR(EXDEV);
  ERROR(ENODEV);
  ERROR(ENOTDIR);
  ERROR(EISDIR);
  ERROR(EINVAL);
  ERROR(ENFILE);
  ERROR(EMFILE);
  ERROR(ENOTTY);
  ERROR(ETXTBSY);
  ERROR(EFBIG);
  ERROR(ENOSPC);
  ERROR(ESPIPE);
  ERROR(EROFS);
  ERROR(EMLINK);
  ERROR(EPIPE);
  ERROR(EDOM);
  ERROR(ERANGE);
  ERROR(EDEADLK);
  ERROR(ENAMETOOLONG);
  ERROR(ENOLCK);
  ERROR(ENOSYS);
  ERROR(ENOTEMPTY);
  ERROR(ELOOP);
  ERROR(ENOMSG);
  ERROR(EIDRM);
  ERROR(ECHRNG);
  ERROR(EL2NSYNC);
  ERROR(EL3HLT);
  ERROR(EL3RST);
  ERROR(ELNRNG);
  ERROR(EUNATCH);
  ERROR(ENOCSI);
  ERROR(EL2HLT);
  ERROR(EBADE);
  ERROR(EBADR);
  ERROR(EXFULL);
  ERROR(ENOANO);
  ERROR(EBADRQC);
  ERROR(EBADSLT);
  ERROR(EBFONT);
  ERROR(ENOSTR);
  ERROR(ENODATA);
  ERROR(ETIME);
  ERROR(ENOSR);
  ERROR(ENONET);
  ERROR(ENOPKG);
  ERROR(EREMOTE);
  ERROR(ENOLINK);
  ERROR(EADV);
  ERROR(ESRMNT);
  ERROR(ECOMM);
  ERROR(EPROTO);
  ERROR(EMULTIHOP);
  ERROR(EDOTDOT);
  ERROR(EBADMSG);
  ERROR(EOVERFLOW);
  ERROR(ENOTUNIQ);
  ERROR(EBADFD);
  ERROR(EREMCHG);
  ERROR(ELIBACC);
  ERROR(ELIBBAD);
  ERROR(ELIBSCN);
  ERROR(ELIBMAX);
  ERROR(ELIBEXEC);
  ERROR(EILSEQ);
  ERROR(ERESTART);
  ERROR(ESTRPIPE);
  ERROR(EUSERS);
  ERROR(ENOTSOCK);
  ERROR(EDESTADDRREQ);
  ERROR(EMSGSIZE);
  ERROR(EPROTOTYPE);
  ERROR(ENOPROTOOPT);
  ERROR(EPROTONOSUPPORT);
  ERROR(ESOCKTNOSUPPORT);
  ERROR(EOPNOTSUPP);
  ERROR(EPFNOSUPPORT);
  ERROR(EAFNOSUPPORT);
  ERROR(EADDRINUSE);
  ERROR(EADDRNOTAVAIL);
  ERROR(ENETDOWN);
  ERROR(ENETUNREACH);
  ERROR(ENETRESET);
  ERROR(ECONNABORTED);
  ERROR(ECONNRESET);
  ERROR(ENOBUFS);
  ERROR(EISCONN);
  ERROR(ENOTCONN);
  ERROR(ESHUTDOWN);
  ERROR(ETOOMANYREFS);
  ERROR(ETIMEDOUT);
  ERROR(ECONNREFUSED);
  ERROR(EHOSTDOWN);
  ERROR(EHOSTUNREACH);
  ERROR(EALREADY);
  ERROR(EINPROGRESS);
  ERROR(ESTALE);
  ERROR(EUCLEAN);
  ERROR(ENOTNAM);
  ERROR(ENAVAIL);
  ERROR(EISNAM);
  ERROR(EREMOTEIO);
  ERROR(EDQUOT);
  ERROR(ENOMEDIUM);
  ERROR(EMEDIUMTYPE);
  ERROR(ECANCELED);
  ERROR(ENOKEY);
  ERROR(EKEYEXPIRED);
  ERROR(EKEYREVOKED);
  ERROR(EKEYREJECTED);
  ERROR(EOWNERDEAD);
  ERROR(ENOTRECOVERABLE);
  ERROR(ERFKILL);
  ERROR(EHWPOISON);
  return 0;
}

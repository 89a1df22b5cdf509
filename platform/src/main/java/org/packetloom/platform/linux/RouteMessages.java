// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.StructLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Requests to the kernel's routing tables.
 *
 * <p>A request is a header, the message proper, and attributes, each with its own length before it
 * and all of them multiples of four bytes long here. The answer is a header and an error number, 0
 * if all went well.
 */
final class RouteMessages {
  private static final int HEADER = (int) Layouts.nlmsghdr.byteSize();
  private static final int MESSAGE = (int) Layouts.ifaddrmsg.byteSize();
  private static final int ATTRIBUTE = (int) Layouts.rtattr.byteSize();
  private static final int ANSWER_ROOM = 1 << 10; // the answer repeats the request

  private RouteMessages() {}

  /** Gives an interface an address; 0 as well if it has it already. */
  static int address(SystemCalls calls, int index, InetAddress address, int prefixLength) {
    int type = Constants.SOCK_RAW | Constants.SOCK_CLOEXEC | Constants.SOCK_NONBLOCK;
    int socket =
        calls.unix().descriptors().socket(Constants.AF_NETLINK, type, Constants.NETLINK_ROUTE);
    if (socket < 0) {
      return socket;
    }
    try {
      byte[] answer = new byte[ANSWER_ROOM];
      byte[] request = newAddress(index, address, prefixLength);
      int length = calls.devices().exchange(socket, request, answer);
      int result = length < 0 ? length : outcome(answer, length);
      return result == -LinuxErrors.EEXIST ? 0 : result;
    } finally {
      calls.unix().descriptors().close(socket);
    }
  }

  private static byte[] newAddress(int index, InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    boolean isV6 = address instanceof Inet6Address;
    int attribute = ATTRIBUTE + bytes.length;
    int length = HEADER + MESSAGE + 2 * attribute;
    int flags = Constants.NLM_F_REQUEST | Constants.NLM_F_ACK;
    ByteBuffer request = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    request
        .putInt(offset(Layouts.nlmsghdr, "nlmsg_len"), length)
        .putShort(offset(Layouts.nlmsghdr, "nlmsg_type"), (short) Constants.RTM_NEWADDR)
        .putShort(
            offset(Layouts.nlmsghdr, "nlmsg_flags"),
            (short) (flags | Constants.NLM_F_CREATE | Constants.NLM_F_EXCL))
        .putInt(offset(Layouts.nlmsghdr, "nlmsg_seq"), 1);
    int family = isV6 ? Constants.AF_INET6 : Constants.AF_INET;
    request
        .put(HEADER + offset(Layouts.ifaddrmsg, "ifa_family"), (byte) family)
        .put(HEADER + offset(Layouts.ifaddrmsg, "ifa_prefixlen"), (byte) prefixLength)
        // The far end is a program that may not answer: the address is taken as it is, at once.
        .put(
            HEADER + offset(Layouts.ifaddrmsg, "ifa_flags"),
            (byte) (isV6 ? Constants.IFA_F_NODAD : 0))
        .putInt(HEADER + offset(Layouts.ifaddrmsg, "ifa_index"), index);
    request.position(HEADER + MESSAGE);
    for (int kind : new int[] {Constants.IFA_LOCAL, Constants.IFA_ADDRESS}) {
      request.putShort((short) attribute).putShort((short) kind).put(bytes);
    }
    return request.array();
  }

  private static int outcome(byte[] answer, int length) {
    ByteBuffer found = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
    int error = HEADER + offset(Layouts.nlmsgerr, "error");
    boolean isAnswer =
        length >= error + Integer.BYTES
            && found.getShort(offset(Layouts.nlmsghdr, "nlmsg_type")) == Constants.NLMSG_ERROR;
    return isAnswer ? found.getInt(error) : -LinuxErrors.EPROTO;
  }

  private static int offset(StructLayout layout, String member) {
    return (int) layout.byteOffset(groupElement(member));
  }
}

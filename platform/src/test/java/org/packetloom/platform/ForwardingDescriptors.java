// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Map;

/** Real descriptors, for tests that change a part of them. */
public class ForwardingDescriptors implements Descriptors {
  /** What does the work. */
  protected final Descriptors real;

  /** For subclasses. */
  public ForwardingDescriptors(Descriptors real) {
    this.real = real;
  }

  @Override
  public int socket(Family family, SocketType type) {
    return real.socket(family, type);
  }

  @Override
  public int socketPair(SocketType type, int[] two) {
    return real.socketPair(type, two);
  }

  @Override
  public int pipe(int[] two) {
    return real.pipe(two);
  }

  @Override
  public int pipeCapacity(int descriptor, int bytes) {
    return real.pipeCapacity(descriptor, bytes);
  }

  @Override
  public int openFile(String path) {
    return real.openFile(path);
  }

  @Override
  public int bind(int descriptor, NativeAddress address) {
    return real.bind(descriptor, address);
  }

  @Override
  public int choosePeer(int descriptor, NativeAddress peer) {
    return real.choosePeer(descriptor, peer);
  }

  @Override
  public DatagramSockets datagrams() {
    return real.datagrams();
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return real.listen(descriptor, backlog);
  }

  @Override
  public int localAddress(int descriptor, NativeAddress.Box into) {
    return real.localAddress(descriptor, into);
  }

  @Override
  public int peerAddress(int descriptor, NativeAddress.Box into) {
    return real.peerAddress(descriptor, into);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    return real.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    return real.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    return real.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String value) {
    return real.setting(descriptor, setting, value);
  }

  @Override
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    return real.readSetting(descriptor, level, name, room);
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return real.changeSetting(descriptor, level, name, value);
  }

  @Override
  public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
    return real.tcpFigures(descriptor, figures);
  }

  @Override
  public int shutdown(int descriptor, int directions) {
    return real.shutdown(descriptor, directions);
  }

  @Override
  public int available(int descriptor) {
    return real.available(descriptor);
  }

  @Override
  public int close(int descriptor) {
    return real.close(descriptor);
  }
}

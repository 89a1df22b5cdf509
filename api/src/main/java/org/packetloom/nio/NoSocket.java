// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketImpl;

/**
 * What the JDK's constructors of sockets ask for and views of channels have no use for: they
 * override every method that would come here.
 */
final class NoSocket {
  private NoSocket() {}

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a view of a channel has no implementation");
  }

  /** For {@link java.net.Socket} and {@link java.net.ServerSocket}. */
  static final class OfStreams extends SocketImpl {
    @Override
    protected void create(boolean stream) {
      throw unused();
    }

    @Override
    protected void connect(String host, int port) {
      throw unused();
    }

    @Override
    protected void connect(InetAddress address, int port) {
      throw unused();
    }

    @Override
    protected void connect(SocketAddress address, int timeout) {
      throw unused();
    }

    @Override
    protected void bind(InetAddress host, int port) {
      throw unused();
    }

    @Override
    protected void listen(int backlog) {
      throw unused();
    }

    @Override
    protected void accept(SocketImpl s) {
      throw unused();
    }

    @Override
    protected InputStream getInputStream() {
      throw unused();
    }

    @Override
    protected OutputStream getOutputStream() {
      throw unused();
    }

    @Override
    protected int available() {
      throw unused();
    }

    @Override
    protected void close() {
      throw unused();
    }

    @Override
    protected void sendUrgentData(int data) {
      throw unused();
    }

    @Override
    public void setOption(int id, Object value) {
      throw unused();
    }

    @Override
    public Object getOption(int id) {
      throw unused();
    }
  }

  /** For {@link java.net.DatagramSocket}. */
  static final class OfDatagrams extends DatagramSocketImpl {
    @Override
    protected void create() {
      throw unused();
    }

    @Override
    protected void bind(int port, InetAddress address) {
      throw unused();
    }

    @Override
    protected void send(DatagramPacket packet) {
      throw unused();
    }

    @Override
    protected int peek(InetAddress address) {
      throw unused();
    }

    @Override
    protected int peekData(DatagramPacket packet) {
      throw unused();
    }

    @Override
    protected void receive(DatagramPacket packet) {
      throw unused();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // abstract still
    protected void setTTL(byte ttl) {
      throw unused();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // abstract still
    protected byte getTTL() {
      throw unused();
    }

    @Override
    protected void setTimeToLive(int ttl) throws IOException {
      throw unused();
    }

    @Override
    protected int getTimeToLive() throws IOException {
      throw unused();
    }

    @Override
    protected void join(InetAddress group) {
      throw unused();
    }

    @Override
    protected void leave(InetAddress group) {
      throw unused();
    }

    @Override
    protected void joinGroup(SocketAddress group, NetworkInterface networkInterface) {
      throw unused();
    }

    @Override
    protected void leaveGroup(SocketAddress group, NetworkInterface networkInterface) {
      throw unused();
    }

    @Override
    protected void close() {
      throw unused();
    }

    @Override
    public void setOption(int id, Object value) {
      throw unused();
    }

    @Override
    public Object getOption(int id) {
      throw unused();
    }
  }
}

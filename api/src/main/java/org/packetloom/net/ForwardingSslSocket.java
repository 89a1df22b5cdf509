// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket of TLS that leaves everything about settings and states to two others: one that knows of
 * TLS, and one that knows of sockets.
 */
abstract class ForwardingSslSocket extends SSLSocket {
  /** What holds the settings of TLS. */
  abstract SSLSocket secured();

  /** What holds those of the socket, and its state. */
  abstract Socket plain();

  // ---- settings of TLS

  @Override
  public String[] getSupportedCipherSuites() {
    return secured().getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return secured().getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    secured().setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return secured().getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return secured().getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    secured().setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return secured().getSession();
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return secured().getHandshakeSession();
  }

  @Override
  public void setUseClientMode(boolean isClient) {
    secured().setUseClientMode(isClient);
  }

  @Override
  public boolean getUseClientMode() {
    return secured().getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean isNeeded) {
    secured().setNeedClientAuth(isNeeded);
  }

  @Override
  public boolean getNeedClientAuth() {
    return secured().getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean isWanted) {
    secured().setWantClientAuth(isWanted);
  }

  @Override
  public boolean getWantClientAuth() {
    return secured().getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean isEnabled) {
    secured().setEnableSessionCreation(isEnabled);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return secured().getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return secured().getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    secured().setSSLParameters(parameters);
  }

  @Override
  public @Nullable String getApplicationProtocol() {
    return secured().getApplicationProtocol();
  }

  @Override
  public @Nullable String getHandshakeApplicationProtocol() {
    return secured().getHandshakeApplicationProtocol();
  }

  // ---- the socket

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    plain().bind(local);
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return plain().getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return plain().getLocalAddress();
  }

  @Override
  public int getPort() {
    return plain().getPort();
  }

  @Override
  public int getLocalPort() {
    return plain().getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return plain().getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return plain().getLocalSocketAddress();
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return plain().getChannel();
  }

  @Override
  public void setTcpNoDelay(boolean isOn) throws SocketException {
    plain().setTcpNoDelay(isOn);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return plain().getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean isOn, int seconds) throws SocketException {
    plain().setSoLinger(isOn, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return plain().getSoLinger();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    plain().setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return plain().getSoTimeout();
  }

  @Override
  public void setSendBufferSize(int bytes) throws SocketException {
    plain().setSendBufferSize(bytes);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return plain().getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int bytes) throws SocketException {
    plain().setReceiveBufferSize(bytes);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return plain().getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean isOn) throws SocketException {
    plain().setKeepAlive(isOn);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return plain().getKeepAlive();
  }

  @Override
  public void setTrafficClass(int bits) throws SocketException {
    plain().setTrafficClass(bits);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return plain().getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean isOn) throws SocketException {
    plain().setReuseAddress(isOn);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return plain().getReuseAddress();
  }

  @Override
  public void shutdownInput() throws IOException {
    plain().shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    plain().shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return plain().isConnected();
  }

  @Override
  public boolean isBound() {
    return plain().isBound();
  }

  @Override
  public boolean isClosed() {
    return plain().isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return plain().isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return plain().isOutputShutdown();
  }

  @Override
  public void setPerformancePreferences(int time, int latency, int bandwidth) {
    plain().setPerformancePreferences(time, latency, bandwidth);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return plain().supportedOptions();
  }

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
    plain().setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return plain().getOption(option);
  }
}

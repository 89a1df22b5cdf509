// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Eclipse Jetty in this JVM. */
record JettyWebServer(Server server, ServerConnector connector, ExecutorService threads)
    implements WebServer {
  private static final int STREAMS = 1024;

  /** Answers as all servers do. */
  private static final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = Request.getPathInContext(request);
      long length = WebAnswer.length(path);
      if (length >= 0) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
      }
      try (InputStream in = Content.Source.asInputStream(request);
          OutputStream out = Content.Sink.asOutputStream(response)) {
        WebAnswer.write(path, in, out);
      }
      callback.succeeded();
      return true;
    }
  }

  static JettyWebServer start(Optional<Certificate> certificate) throws Exception {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setVirtualThreadsExecutor(threads);
    Server server = new Server(pool);
    ServerConnector connector =
        certificate.isPresent() ? secure(server, certificate.get()) : plain(server);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(STREAMS);
    server.addConnector(connector);
    server.setHandler(new Answers());
    server.start();
    return new JettyWebServer(server, connector, threads);
  }

  private static ServerConnector plain(Server server) {
    HttpConfiguration settings = new HttpConfiguration();
    var second = new HTTP2CServerConnectionFactory(settings);
    second.setMaxConcurrentStreams(STREAMS);
    return new ServerConnector(server, new HttpConnectionFactory(settings), second);
  }

  private static ServerConnector secure(Server server, Certificate certificate) {
    HttpConfiguration settings = new HttpConfiguration();
    settings.addCustomizer(new SecureRequestCustomizer(false));
    var context = new SslContextFactory.Server();
    context.setKeyStore(certificate.store());
    context.setKeyStorePassword(new String(Certificate.password()));
    var second = new HTTP2ServerConnectionFactory(settings);
    second.setMaxConcurrentStreams(STREAMS);
    var choice = new ALPNServerConnectionFactory();
    choice.setDefaultProtocol("http/1.1");
    return new ServerConnector(
        server,
        new SslConnectionFactory(context, choice.getProtocol()),
        choice,
        second,
        new HttpConnectionFactory(settings));
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("Jetty does not stop", e);
    } finally {
      threads.close();
    }
  }
}

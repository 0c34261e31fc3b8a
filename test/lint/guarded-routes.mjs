const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Sse', 'Head', 'Options']);
const GUARDS = new Set(['AllowAnyone', 'AllowSignedIn', 'AllowRoles', 'AllowLoopback', 'AllowDevice']);

const names = (node) => (node.decorators ?? []).map((d) => d.expression.callee?.name ?? d.expression.name);

/** Every route says who may call it: on the method, or once on its controller. */
export const guardedRoutes = {
  meta: { type: 'problem', schema: [], messages: { open: "route '{{name}}' does not say who may call it: add one of @AllowAnyone, @AllowSignedIn, @AllowRoles, @AllowLoopback, @AllowDevice" } },
  create(context) {
    return {
      MethodDefinition(node) {
        if (!names(node).some((n) => ROUTES.has(n))) return;
        const declared = [...names(node), ...names(node.parent.parent)];
        if (!declared.some((n) => GUARDS.has(n))) context.report({ node: node.key, messageId: 'open', data: { name: node.key.name } });
      },
    };
  },
};

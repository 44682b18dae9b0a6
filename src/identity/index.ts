// Who is here: the device's own id, the id that the site gave, the session.
//
// Promises
// - A cookie that holds no id of our form is replaced.
// - Another tab's cookie is taken over, not overwritten.
// - Without permission the ids live for this page only.
// - Another session begins after a gap, also when the clock was set back.
// - Forgetting leaves nothing that joins the next id to the last.
export { ANONYMOUS_ID_COOKIE, createIdentity, type Identity, type IdentityOptions } from './identity.ts';
